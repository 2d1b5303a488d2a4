//! What must alarm and what must not.
