//! A [`Study`] to [`Scored`]: items to scales, by each instrument's rules for reversal and missing answers.
//!
//! Reported results are scored already, and `read` refuses participants' answers so far: there is nothing to score,
//! and this room hands the study on. It is where scoring belongs, so that no later room ever sees an item.

use crate::model::Study;

/// A study whose scales all have scores.
#[derive(Debug, Clone)]
pub struct Scored {
    pub study: Study,
}

/// Scores the answers of a study.
pub fn score(study: Study) -> Scored {
    Scored { study }
}
