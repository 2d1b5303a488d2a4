//! The frame of an SPSS file: its header and the records of its dictionary, walked over but not understood.
//!
//! The library that reads the file takes every number for little-endian and knows one value for "missing". Old
//! Macintoshes and AIX machines wrote big-endian files, and a file may name its own missing value; both are found here,
//! and the bytes of a big-endian file are put round in a copy.
//!
//! The format is that of the PSPP developers' guide, "System File Format".

use std::io::Read;

use super::super::input::Input;
use super::super::rows::Broken;
use super::{damaged, refused};
use crate::read::folder::{Handle, Stream};

/// More bytes than a file has that is put round in memory.
const LARGEST: u64 = 1 << 30;

/// Where the header says how the data are compressed.
const COMPRESSION: usize = 72;

/// How the data are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    Plain,
    Codes,
    Blocks,
}

/// What the header and the dictionary say of the data.
#[derive(Debug, Clone)]
pub struct Frame {
    pub storage: Storage,
    /// The number of cases; negative where the file does not say.
    pub cases: i32,
    /// What is taken from a code to give its number.
    pub bias: f64,
    /// The number that stands for "missing", where the file names one.
    pub missing: Option<f64>,
    /// For each eight bytes of a case, whether they are text.
    pub texts: Vec<bool>,
    /// Where the data begin.
    pub data: usize,
    big: bool,
}

/// Reads the frame of a file, and gives what the file's cases are read from.
pub fn frame(stream: &Stream) -> Result<(Frame, Input), Broken> {
    let path = &stream.path;
    let fault = |error: std::io::Error| damaged(path, &error.to_string());
    let handle = stream.open().map_err(fault)?;
    let size = handle.metadata().map_err(fault)?.len();
    let mut walk = Walk { handle, size, bytes: Vec::new(), at: 0, big: false };
    let frame =
        walk.frame().map_err(|()| damaged(path, "it ends before its cases begin, or is not as it should be"))?;
    if !frame.big {
        return Ok((frame, Input::file(stream.open().map_err(fault)?)));
    }
    if size > LARGEST {
        return Err(refused(format!("{path} is a big-endian file, and too large to be put round")));
    }
    walk.handle.read_to_end(&mut walk.bytes).map_err(fault)?;
    let mut bytes = walk.bytes;
    let turned = super::turn::turn(&mut bytes, &frame);
    turned.map_err(|()| damaged(path, "its data end within a case"))?;
    Ok((frame, Input::memory(bytes)))
}

/// Goes over the bytes of a file; the numbers of a big-endian one are put round on the way.
struct Walk {
    handle: Handle,
    size: u64,
    bytes: Vec<u8>,
    at: usize,
    big: bool,
}

impl Walk {
    fn frame(&mut self) -> Result<Frame, ()> {
        self.skip(64)?;
        let layout = self.take(4)?;
        self.big = match [bytes4(&self.bytes[layout..]), bytes4(&self.bytes[layout..]).swap_bytes()] {
            [2 | 3, _] => false,
            [_, 2 | 3] => true,
            _ => return Err(()),
        };
        self.at = layout;
        self.whole()?;
        self.whole()?;
        let storage = match self.whole()? {
            0 => Storage::Plain,
            1 => Storage::Codes,
            2 => Storage::Blocks,
            _ => return Err(()),
        };
        self.whole()?;
        let cases = self.whole()?;
        let bias = self.number()?;
        // A number of a case would not be whole, whatever it was.
        if storage != Storage::Plain && (bias.fract() != 0.0 || bias.abs() > 1e6) {
            return Err(());
        }
        self.skip(84)?;
        let mut frame = Frame { storage, cases, bias, missing: None, texts: Vec::new(), data: 0, big: self.big };
        loop {
            match self.whole()? {
                2 => self.variable(&mut frame.texts)?,
                3 => self.labels(&frame.texts)?,
                6 => {
                    let lines = self.count()?;
                    self.skip(lines.saturating_mul(80))?;
                }
                7 => self.more(&mut frame)?,
                999 => break,
                _ => return Err(()),
            }
        }
        self.whole()?;
        frame.data = self.at;
        if frame.texts.is_empty() { Err(()) } else { Ok(frame) }
    }

    fn variable(&mut self, texts: &mut Vec<bool>) -> Result<(), ()> {
        let text = self.whole()? != 0;
        let labelled = self.whole()? == 1;
        let missing = self.whole()?.unsigned_abs() as usize;
        self.whole()?;
        self.whole()?;
        self.skip(8)?;
        if labelled {
            let length = self.count()?;
            self.skip(length.next_multiple_of(4))?;
        }
        for _ in 0..missing {
            if text {
                self.skip(8)?;
            } else {
                self.number()?;
            }
        }
        texts.push(text);
        Ok(())
    }

    /// Labels of values, and behind them the variables that have them: only these say whether the values are text.
    fn labels(&mut self, texts: &[bool]) -> Result<(), ()> {
        let count = self.count()?;
        let mut values = Vec::new();
        for _ in 0..count {
            values.push(self.take(8)?);
            let length = self.take(1)?;
            let length = usize::from(self.bytes[length]);
            self.skip((length + 1).next_multiple_of(8) - 1)?;
        }
        if self.whole()? != 4 {
            return Err(());
        }
        let variables = self.count()?;
        let mut text = false;
        for _ in 0..variables {
            let place = self.count()?;
            text = *texts.get(place.wrapping_sub(1)).ok_or(())?;
        }
        if self.big && !text {
            values.into_iter().for_each(|at| self.bytes[at..at + 8].reverse());
        }
        Ok(())
    }

    /// A record of one of many kinds.
    fn more(&mut self, frame: &mut Frame) -> Result<(), ()> {
        let kind = self.whole()?;
        let (size, count) = (self.count()?, self.count()?);
        let end = self.at.saturating_add(size.saturating_mul(count));
        match (kind, size) {
            (4, 8) if count > 0 => frame.missing = Some(self.number()?),
            (21, _) => self.labels_of_long_texts(end)?,
            (22, _) => self.missing_long_texts(end)?,
            _ => {}
        }
        while self.at < end {
            match (kind, size) {
                (3 | 11, 4) => drop(self.whole()?),
                (4 | 16, 8) => drop(self.number()?),
                _ => self.skip(end - self.at)?,
            }
        }
        Ok(())
    }

    fn labels_of_long_texts(&mut self, end: usize) -> Result<(), ()> {
        while self.at < end {
            self.counted()?;
            self.whole()?;
            for _ in 0..self.count()? {
                self.counted()?;
                self.counted()?;
            }
        }
        Ok(())
    }

    fn missing_long_texts(&mut self, end: usize) -> Result<(), ()> {
        while self.at < end {
            self.counted()?;
            let count = self.take(1)?;
            let count = usize::from(self.bytes[count]);
            let length = self.count()?;
            self.skip(length.saturating_mul(count))?;
        }
        Ok(())
    }

    /// Passes over a text that is preceded by its length.
    fn counted(&mut self) -> Result<(), ()> {
        let length = self.count()?;
        self.skip(length)
    }

    /// Makes sure that so many bytes are there, goes past them and says where they begin.
    fn take(&mut self, length: usize) -> Result<usize, ()> {
        let (start, end) = (self.at, self.at.checked_add(length).ok_or(())?);
        if end as u64 > self.size {
            return Err(());
        }
        if end > self.bytes.len() {
            let more = end.max(self.bytes.len() + (1 << 16)) - self.bytes.len();
            (&mut self.handle).take(more as u64).read_to_end(&mut self.bytes).map_err(drop)?;
        }
        self.at = end;
        if end > self.bytes.len() { Err(()) } else { Ok(start) }
    }

    fn skip(&mut self, length: usize) -> Result<(), ()> {
        self.take(length).map(drop)
    }

    fn whole(&mut self) -> Result<i32, ()> {
        let at = self.take(4)?;
        if self.big {
            self.bytes[at..at + 4].reverse();
        }
        Ok(bytes4(&self.bytes[at..]))
    }

    fn count(&mut self) -> Result<usize, ()> {
        usize::try_from(self.whole()?).map_err(drop)
    }

    fn number(&mut self) -> Result<f64, ()> {
        let at = self.take(8)?;
        if self.big {
            self.bytes[at..at + 8].reverse();
        }
        Ok(f64::from_bits(bytes8(&self.bytes[at..])))
    }
}

/// The first four bytes as a little-endian number.
fn bytes4(bytes: &[u8]) -> i32 {
    bytes.first_chunk().map_or(0, |bytes| i32::from_le_bytes(*bytes))
}

/// The first eight bytes as a little-endian number.
fn bytes8(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

impl Frame {
    /// Whether the data of a file on disk stop within a case, or where no case can follow.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn ending(&self, handle: &mut Handle) -> std::io::Result<Ending> {
        let mut bytes = Vec::new();
        match self.storage {
            Storage::Blocks => Ok(Ending::Marked),
            Storage::Plain => {
                let data = handle.metadata()?.len().saturating_sub(self.data as u64);
                Ok(if data.is_multiple_of(8 * self.texts.len() as u64) { Ending::AtCase } else { Ending::WithinCase })
            }
            Storage::Codes => {
                handle.read_to_end(&mut bytes)?;
                let codes = bytes.get(self.data..).unwrap_or_default();
                Ok(super::turn::ending(codes, self.texts.len()))
            }
        }
    }

    /// Marks the data as stored in codes, where they were unpacked from blocks.
    pub(super) fn unpacked(bytes: &mut [u8]) {
        bytes[COMPRESSION..COMPRESSION + 4].copy_from_slice(&1_i32.to_le_bytes());
    }
}

/// How the data of a file end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// With the mark of an end, or in a form that is whole or cannot be read at all.
    Marked,
    /// Behind a case, and without a mark.
    AtCase,
    WithinCase,
}
