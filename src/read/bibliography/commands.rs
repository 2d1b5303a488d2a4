//! The LaTeX commands that texts of a bibliography hold, and what each prints.

use super::value::Style;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Command {
    /// A sign or a few.
    Prints(&'static str),
    /// A combining mark over or under the first letter of its argument.
    Accent(char),
    /// Its argument in a style.
    Around(Style),
    /// A style from here to the end of the group.
    Switch(Style),
    /// Its argument as it is.
    Content,
    /// Its argument between quotation marks.
    Quoted(&'static str, &'static str),
    /// Its argument letter for letter: an address.
    Verbatim,
    /// An address and its words, of which the words are printed.
    Link,
    /// Nothing, and its argument is none.
    Nothing,
    /// Nothing, whatever its argument: it is for sorting.
    Dropped,
    Maths,
    /// Mathematics up to the given sign.
    MathsIn(&'static str),
    Unknown,
}

/// The name that a command begins with behind its backslash: letters, or one sign.
pub fn name(text: &str) -> &str {
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let end = if letters > 0 { letters } else { text.chars().next().map_or(0, char::len_utf8) };
    &text[..end]
}

/// What an accent without a letter prints.
pub fn alone(mark: char) -> &'static str {
    match mark {
        '\u{302}' => "^",
        '\u{303}' => "~",
        '\u{300}' => "`",
        '\u{301}' => "´",
        _ => "",
    }
}

pub fn command(name: &str) -> Command {
    if let Some(mark) = accent(name) {
        return Command::Accent(mark);
    }
    if let Some(sign) = sign(name) {
        return Command::Prints(sign);
    }
    match name {
        "emph" | "textit" | "textsl" | "mkbibemph" | "mkbibitalic" => Command::Around(Style::Italic),
        "textbf" | "mkbibbold" => Command::Around(Style::Bold),
        "textsc" => Command::Around(Style::SmallCaps),
        "textsuperscript" | "mkbibsuperscript" => Command::Around(Style::Raised),
        "textsubscript" | "mkbibsubscript" => Command::Around(Style::Lowered),
        "em" | "it" | "itshape" | "sl" | "slshape" => Command::Switch(Style::Italic),
        "bf" | "bfseries" => Command::Switch(Style::Bold),
        "sc" | "scshape" => Command::Switch(Style::SmallCaps),
        "text" | "textrm" | "textsf" | "texttt" | "textnormal" | "textup" | "textmd" | "mbox" | "hbox"
        | "uppercase" | "MakeUppercase" | "underline" | "uline" | "nohyphens" | "foreignlanguage" | "mkbibparens"
        | "lowercase" | "bibstring" | "mdseries" | "hspace" => match name {
            "hspace" => Command::Dropped,
            "mkbibparens" => Command::Quoted("(", ")"),
            _ => Command::Content,
        },
        "enquote" | "mkbibquote" => Command::Quoted("“", "”"),
        "url" | "path" | "nolinkurl" | "doi" => Command::Verbatim,
        "href" => Command::Link,
        "relax" | "protect" | "rm" | "sf" | "tt" | "upshape" | "normalfont" | "rmfamily" | "sffamily" | "ttfamily"
        | "/" | "-" | "@" | "!" | "allowbreak" | "break" | "nobreak" | "noindent" | "small" | "footnotesize"
        | "ignorespaces" | "unskip" | "nolinebreak" | "linebreak" | "leavevmode" | "penalty" => Command::Nothing,
        "noopsort" | "SortNoop" | "sortnoop" | "printfirst" | "label" | "index" => Command::Dropped,
        "ensuremath" => Command::Maths,
        "(" => Command::MathsIn("\\)"),
        _ => Command::Unknown,
    }
}

fn accent(name: &str) -> Option<char> {
    Some(match name {
        "`" => '\u{300}',
        "'" | "´" => '\u{301}',
        "^" => '\u{302}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "u" => '\u{306}',
        "." => '\u{307}',
        "\"" => '\u{308}',
        "r" => '\u{30a}',
        "H" => '\u{30b}',
        "v" => '\u{30c}',
        "d" => '\u{323}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "b" => '\u{331}',
        "t" => '\u{361}',
        _ => return None,
    })
}

fn sign(name: &str) -> Option<&'static str> {
    Some(match name {
        "&" => "&",
        "%" => "%",
        "$" => "$",
        "#" => "#",
        "_" => "_",
        "{" => "{",
        "}" => "}",
        "*" => "",
        ")" => "",
        "[" => "[",
        "]" => "]",
        "|" => "‖",
        "\\" | " " | "\n" | "\t" | "newline" | "par" | "quad" | "qquad" | "space" => " ",
        "," | "thinspace" => "\u{2009}",
        ";" | ":" | ">" | "enspace" => " ",
        "textendash" | "endash" => "–",
        "textemdash" | "emdash" => "—",
        "ldots" | "dots" | "textellipsis" | "dotsc" => "…",
        "slash" => "/",
        "textquotedblleft" | "ldq" => "“",
        "textquotedblright" | "rdq" => "”",
        "textquoteleft" | "lq" => "‘",
        "textquoteright" | "rq" => "’",
        "quotedblbase" | "glqq" => "„",
        "grqq" => "“",
        "quotesinglbase" | "glq" => "‚",
        "textquotesingle" | "textapostrophe" => "'",
        "textquotedbl" => "\"",
        "guillemotleft" | "guillemetleft" | "flqq" | "og" => "«",
        "guillemotright" | "guillemetright" | "frqq" | "fg" => "»",
        "guilsinglleft" => "‹",
        "guilsinglright" => "›",
        "textasciitilde" | "textasciidieresis" | "tilde" | "sim" | "textsim" => "~",
        "textasciicircum" => "^",
        "textasciigrave" => "`",
        "textasciiacute" => "´",
        "textbackslash" => "\\",
        "textbar" => "|",
        "textless" => "<",
        "textgreater" => ">",
        "textunderscore" => "_",
        "textbraceleft" => "{",
        "textbraceright" => "}",
        "textdollar" => "$",
        "textasteriskcentered" => "*",
        "textbullet" => "•",
        "textperiodcentered" | "cdotp" => "·",
        "textregistered" | "circledR" => "®",
        "texttrademark" => "™",
        "textcopyright" | "copyright" => "©",
        "textsection" | "S" => "§",
        "textparagraph" | "P" => "¶",
        "textdagger" | "dag" => "†",
        "textdaggerdbl" | "ddag" => "‡",
        "textdegree" | "degree" => "°",
        "textordfeminine" => "ª",
        "textordmasculine" => "º",
        "textexclamdown" => "¡",
        "textquestiondown" => "¿",
        "texteuro" | "euro" | "EUR" => "€",
        "textsterling" | "pounds" => "£",
        "textyen" => "¥",
        "textcent" => "¢",
        "textmu" | "micro" => "µ",
        "texttimes" => "×",
        "textdiv" => "÷",
        "textpm" => "±",
        "textonehalf" => "½",
        "textonequarter" => "¼",
        "textthreequarters" => "¾",
        "textonesuperior" => "¹",
        "texttwosuperior" => "²",
        "textthreesuperior" => "³",
        "textnumero" => "№",
        "textvisiblespace" => "␣",
        "TeX" => "TeX",
        "LaTeX" => "LaTeX",
        "BibTeX" => "BibTeX",
        "aa" => "å",
        "AA" => "Å",
        "ae" => "æ",
        "AE" => "Æ",
        "oe" => "œ",
        "OE" => "Œ",
        "o" => "ø",
        "O" => "Ø",
        "l" => "ł",
        "L" => "Ł",
        "ss" => "ß",
        "SS" => "ẞ",
        "i" => "ı",
        "j" => "ȷ",
        "dh" => "ð",
        "DH" => "Ð",
        "dj" => "đ",
        "DJ" => "Đ",
        "th" => "þ",
        "TH" => "Þ",
        "ng" => "ŋ",
        "NG" => "Ŋ",
        _ => return super::maths::letter(name),
    })
}
