//! A headless Chromium, spoken to in its DevTools protocol over a pair of pipes: no port, no driver, no further crate.
//!
//! It is `SYNTHESIST_CHROMIUM`, or the first of the usual names on the path. Where there is none, a test is left out with
//! a word on standard error; with `CI` set it fails, and says what to install.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// Longer than anything takes on a slow machine; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(300);
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ABSENT: &str = "no Chromium is found: install it (Debian: `apt-get install chromium`), or name it in \
                      SYNTHESIST_CHROMIUM";

/// One browser with one page.
pub struct Browser {
    process: Child,
    words: ChildStdin,
    answers: Receiver<Value>,
    asked: u64,
    session: Option<String>,
    /// What the page asked the network for.
    pub requests: Vec<String>,
    /// What went wrong in the page's own script, and what its policy refused.
    pub faults: Vec<String>,
    _profile: TempDir,
}

/// The program, where there is one.
fn program() -> Option<String> {
    if let Ok(named) = std::env::var("SYNTHESIST_CHROMIUM") {
        return Some(named);
    }
    let path = std::env::var_os("PATH")?;
    let found = NAMES.iter().find(|name| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()));
    found.map(|name| (*name).to_owned())
}

impl Browser {
    /// Starts a browser; `None` where there is none and nobody promised one.
    pub fn start() -> Option<Self> {
        let Some(program) = program() else {
            assert!(std::env::var_os("CI").is_none(), "{ABSENT}");
            eprintln!("left out: {ABSENT}");
            return None;
        };
        let profile = TempDir::with_prefix("synthesist-browser-").expect("a temporary folder");
        // The browser reads descriptor 3 and writes to 4; a shell ties them to the pipes that Rust can make.
        let mut command = Command::new("sh");
        command.args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null", &program]);
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        command.args(["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu"]);
        command.args(["--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--disable-sync"]);
        command.args(["--disable-background-networking", "--disable-component-update", "--mute-audio"]);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("a shell can be started");
        let words = process.stdin.take().expect("it is piped");
        let mut out = BufReader::new(process.stdout.take().expect("it is piped"));
        let (told, answers) = channel();
        std::thread::spawn(move || {
            let mut message = Vec::new();
            while out.read_until(0, &mut message).is_ok_and(|length| length > 0) {
                message.pop();
                let value = serde_json::from_slice(&message).expect("the browser speaks JSON");
                if told.send(value).is_err() {
                    return;
                }
                message.clear();
            }
        });
        let (requests, faults) = (Vec::new(), Vec::new());
        let mut browser =
            Self { process, words, answers, asked: 0, session: None, requests, faults, _profile: profile };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}))["targetId"].clone();
        let attached = browser.call("Target.attachToTarget", json!({"targetId": target, "flatten": true}));
        browser.session = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Network", "Log"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser.window(1280, 800);
        Some(browser)
    }

    /// Asks for something and waits for the answer.
    #[track_caller]
    pub fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.asked += 1;
        let mut message = json!({"id": self.asked, "method": method, "params": parameters});
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.words.write_all(format!("{message}\0").as_bytes()).expect("the browser listens");
        self.words.flush().expect("the browser listens");
        loop {
            let told = self.answers.recv_timeout(PATIENCE);
            let mut told = told.unwrap_or_else(|_| panic!("the browser does not answer {message}"));
            if told["id"] == self.asked {
                assert!(told["error"].is_null(), "{method}: {}", told["error"]);
                return told["result"].take();
            }
            self.heard(&told);
        }
    }

    fn heard(&mut self, told: &Value) {
        let parameters = &told["params"];
        match told["method"].as_str() {
            Some("Network.requestWillBeSent") => {
                self.requests.extend(parameters["request"]["url"].as_str().map(str::to_owned));
            }
            Some("Runtime.exceptionThrown") => self.faults.push(parameters["exceptionDetails"].to_string()),
            Some("Log.entryAdded") if parameters["entry"]["source"] == "security" => {
                self.faults.push(parameters["entry"]["text"].to_string());
            }
            _ => {}
        }
    }

    /// What an expression of JavaScript gives; a promise is waited for.
    #[track_caller]
    pub fn value(&mut self, expression: &str) -> Value {
        let asked = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let mut answer = self.call("Runtime.evaluate", asked);
        assert!(answer["exceptionDetails"].is_null(), "{expression}\n{:#}", answer["exceptionDetails"]["exception"]);
        answer["result"]["value"].take()
    }

    /// Waits until an expression is true, and gives what it is.
    #[track_caller]
    pub fn until(&mut self, expression: &str) -> Value {
        let milliseconds = PATIENCE.as_millis() / 2;
        let wait = format!(
            "new Promise((done, fail) => {{ const end = Date.now() + {milliseconds}; const look = () => {{ \
             const found = (() => {{ try {{ return {expression} }} catch {{ return false }} }})(); \
             if (found) done(found); else if (Date.now() > end) fail(new Error('it never came')); \
             else setTimeout(look, 15); }}; look(); }})"
        );
        self.value(&wait)
    }

    /// Opens a page and waits until it shows all of its sheets.
    pub fn open(&mut self, address: &str) {
        self.call("Page.navigate", json!({"url": format!("http://{address}/")}));
        self.until(SETTLED);
    }

    /// The size of the window, in CSS pixels.
    pub fn window(&mut self, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// The medium and the scheme of colours that the page is shown in.
    pub fn media(&mut self, medium: &str, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.call("Emulation.setEmulatedMedia", json!({"media": medium, "features": features}));
    }

    /// A click of the mouse at a point of the window.
    pub fn click(&mut self, x: f64, y: f64) {
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            let event = json!({"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1});
            self.call("Input.dispatchMouseEvent", event);
        }
    }

    /// A key pressed and let go.
    pub fn key(&mut self, key: &str) {
        let text = if key.chars().count() == 1 { key } else { "" };
        self.call("Input.dispatchKeyEvent", json!({"type": "keyDown", "key": key, "code": key, "text": text}));
        self.call("Input.dispatchKeyEvent", json!({"type": "keyUp", "key": key, "code": key}));
    }

    /// The window as PNG.
    pub fn picture(&mut self) -> Vec<u8> {
        let shot = self.call("Page.captureScreenshot", json!({"format": "png"}));
        base64(shot["data"].as_str().expect("a picture"))
    }
}

/// Every page of the last state is on the screen with its picture and its words.
pub const SETTLED: &str = "state.version > 0 && state.pages.length > 0 \
    && find('paper').children.length === state.pages.length \
    && [...find('paper').children].every((sheet, at) => sheet.dataset.key === state.pages[at].key \
        && sheet.querySelector('img')?.src.endsWith(`/${sheet.dataset.key}.svg`) \
        && sheet.querySelector('.words')?.textContent.length > 0)";

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0_u32, 0);
    for letter in text.bytes().filter_map(|byte| LETTERS.iter().position(|known| *known == byte)) {
        bits = bits << 6 | letter as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    bytes
}
