//! Pages that the book has no file for: where they stand, and under which name.

use mdbook_core::book::{Book, BookItem, Chapter};

/// A path that no page of the book has, such as `references.md`.
pub fn free(book: &Book, stem: &str) -> String {
    let taken = |path: &str| {
        let same = |chapter: &Chapter| {
            let theirs = chapter.path.as_deref().map(|path| path.to_string_lossy().to_lowercase());
            theirs.is_some_and(|theirs| theirs == path)
        };
        book.chapters().any(same)
    };
    let more = (2..).map(|count| format!("{stem}-{count}.md"));
    std::iter::once(format!("{stem}.md")).chain(more).find(|path| !taken(path)).unwrap_or_default()
}

/// Puts pages before the appendices, which stand at the end, and before the rule that sets those off.
pub fn insert(book: &mut Book, pages: Vec<BookItem>, is_appendix: impl Fn(&Chapter) -> bool) {
    let appendix = |item: &BookItem| matches!(item, BookItem::Chapter(chapter) if is_appendix(chapter));
    let mut at = book.items.iter().position(appendix).unwrap_or(book.items.len());
    while at > 0 && matches!(book.items[at - 1], BookItem::Separator | BookItem::PartTitle(_)) {
        at -= 1;
    }
    book.items.splice(at..at, pages);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chapter(name: &str) -> BookItem {
        BookItem::Chapter(Chapter::new(name, String::new(), format!("{name}.md"), Vec::new()))
    }

    fn names(book: &Book) -> Vec<&str> {
        let names = book.items.iter().map(|item| match item {
            BookItem::Chapter(chapter) => chapter.name.as_str(),
            _ => "-",
        });
        names.collect()
    }

    #[test]
    fn pages_stand_before_the_appendices() {
        let items = vec![chapter("one"), BookItem::Separator, chapter("appendix"), chapter("more")];
        let mut book = Book::new_with_items(items);
        insert(&mut book, vec![chapter("references")], |chapter| chapter.name == "appendix");
        assert_eq!(names(&book), ["one", "references", "-", "appendix", "more"]);
        insert(&mut book, vec![chapter("last")], |_| false);
        assert_eq!(names(&book).last(), Some(&"last"));
    }

    #[test]
    fn a_page_takes_no_other_s_name() {
        let book = Book::new_with_items(vec![chapter("References"), chapter("references-2")]);
        assert_eq!(free(&book, "references"), "references-3.md");
        assert_eq!(free(&book, "declarations"), "declarations.md");
    }
}
