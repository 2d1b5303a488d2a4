//! How the participants are guarded: what `disclosure` in `data/study.yaml` says.

/// How much a study may show of its participants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Profile {
    /// Everything; for studies whose figures are public already.
    Open,
    /// Counts under 5 are small.
    Standard,
    /// Counts under 10 are small.
    Strict,
}

impl Profile {
    pub const ALL: [Profile; 3] = [Profile::Open, Profile::Standard, Profile::Strict];

    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Open => "open",
            Profile::Standard => "standard",
            Profile::Strict => "strict",
        }
    }

    /// Counts of people under this are small, where the study sets no threshold of its own; 0 where none is.
    pub fn threshold(self) -> u64 {
        match self {
            Profile::Open => 0,
            Profile::Standard => 5,
            Profile::Strict => 10,
        }
    }
}

/// Whether a count of nobody is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zeros {
    Show,
    Withhold,
}

/// What stands for the people who are quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attribution {
    /// As the files name them.
    AsIs,
    /// New numbers; who is of one site can still be seen.
    Renumbered,
    /// New numbers, and no site.
    WithoutSite,
}

/// The settings of a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disclosure {
    pub profile: Profile,
    /// Counts of people from 1 up to this, itself not included, are small; 0 under `open`.
    pub threshold: u64,
    pub zeros: Zeros,
    pub attribution: Attribution,
}

impl Disclosure {
    /// What a profile means where the study sets nothing else: `open` shows all; `standard` shows zeros and renumbers
    /// who is quoted; `strict` shows neither zeros nor sites.
    pub fn of(profile: Profile) -> Self {
        let (zeros, attribution) = match profile {
            Profile::Open => (Zeros::Show, Attribution::AsIs),
            Profile::Standard => (Zeros::Show, Attribution::Renumbered),
            Profile::Strict => (Zeros::Withhold, Attribution::WithoutSite),
        };
        Self { profile, threshold: profile.threshold(), zeros, attribution }
    }

    /// Whether anything is guarded at all.
    pub fn guards(&self) -> bool {
        self.profile != Profile::Open
    }
}
