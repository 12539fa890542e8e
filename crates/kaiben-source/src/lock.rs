//! One writer at a time for an output folder.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

/// The right to write into an output folder. The operating system takes it back when the process ends,
/// also when it is killed, so nothing has to be cleaned up by hand.
#[derive(Debug)]
pub struct OutputLock(#[expect(dead_code, reason = "held, never read")] File);

impl OutputLock {
    /// Takes the lock at `path`; while another process has it, `waiting` is told that process's number once
    /// (none if it is not known) and the call waits.
    ///
    /// # Errors
    /// The operating system's, such as a folder that cannot be written.
    pub fn take(path: &Path, waiting: &dyn Fn(Option<u32>)) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                // The number is a courtesy; without it the message is still right.
                let _ = file.read_to_string(&mut text);
                waiting(text.trim().parse().ok());
                file.lock()?;
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // A full disk must not keep an unchanged book from being told as such: the number is a courtesy.
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Self(file))
    }
}
