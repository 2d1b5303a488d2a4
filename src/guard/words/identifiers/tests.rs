//! What must alarm, with its kind and its words, and what must not.

use super::{Kind, Vocabulary, hits};

fn found(text: &str) -> Vec<(Kind, &str)> {
    hits(text, &Vocabulary::default()).into_iter().map(|hit| (hit.kind, &text[hit.range])).collect()
}

const ALARMING: &[(&str, Kind, &str)] = &[
    ("A 42-year-old has no business on that ward.", Kind::Age, "42-year-old"),
    ("I was told to rest. Aged 42, with two jobs.", Kind::Age, "Aged 42"),
    ("I'm 42 and I have never been asked.", Kind::Age, "I'm 42"),
    ("I’m 42.", Kind::Age, "I’m 42"),
    ("I get my 6 year old daughter to school and then I start.", Kind::Age, "6 year old"),
    ("My son, 6, thinks I am a nurse.", Kind::Age, "son, 6"),
    ("A forty-two-year-old man cried in front of me.", Kind::Age, "forty-two-year-old"),
    ("It started at the age of nine.", Kind::Age, "age of nine"),
    ("She turned 50 while we were in there.", Kind::Age, "turned 50"),
    ("It was my fortieth birthday and nobody rang.", Kind::Age, "fortieth birthday"),
    ("When I was 17 they locked me up.", Kind::Age, "I was 17"),
    ("He was sixteen when it began.", Kind::Age, "He was sixteen"),
    ("They put me with a 19yo who did not speak.", Kind::Age, "19yo"),
    ("My daughter is three and notices everything.", Kind::Age, "daughter is three"),
    ("They were 3 and 5 then.", Kind::Age, "They were 3"),
    ("At 17 I left, and that was that.", Kind::Age, "17"),
    ("It happened on 3 March 2019.", Kind::Date, "3 March 2019"),
    ("On the 14th of February they closed it.", Kind::Date, "14th of February"),
    ("We moved on March 3rd.", Kind::Date, "March 3rd"),
    ("I came out in November 2018.", Kind::Date, "November 2018"),
    ("The admission was 12/04/2017.", Kind::Date, "12/04/2017"),
    ("The letter is dated 2019-11-05.", Kind::Date, "2019-11-05"),
    ("I have not worked since 1998.", Kind::Date, "1998"),
    ("Since March I have had no supervision.", Kind::Date, "March"),
    ("You can write to jane.doe@example.org about it.", Kind::Email, "jane.doe@example.org"),
    ("Ring me on 07700 900123 if it gets bad.", Kind::Phone, "07700 900123"),
    ("The line was 020 7946 0018.", Kind::Phone, "020 7946 0018"),
    ("They had me on +44 7700 900123.", Kind::Phone, "+44 7700 900123"),
    ("Call 555-014-2368 they said.", Kind::Phone, "555-014-2368"),
    ("I live at SW1A 2AA, so it is an hour.", Kind::Postcode, "SW1A 2AA"),
    ("The flat is in LS6 and the clinic in LS2 9JT.", Kind::Postcode, "LS2 9JT"),
    ("It is all on www.mystory.example/blog now.", Kind::Url, "www.mystory.example/blog"),
    ("I wrote it up at https://example.org/me and nobody read it.", Kind::Url, "https://example.org/me"),
    ("Look at peervoices.co.uk for that.", Kind::Url, "peervoices.co.uk"),
    ("I post as @peer_jane most nights.", Kind::Handle, "@peer_jane"),
    ("My number is 943 476 5919.", Kind::Number, "943 476 5919"),
    ("They called me 4012238 all week.", Kind::Number, "4012238"),
    ("QQ is not one but AB 12 34 56 C is.", Kind::Number, "AB 12 34 56 C"),
    ("I told Karim that I would not.", Kind::Name, "Karim"),
    ("Then Sarah said nothing at all.", Kind::Name, "Sarah"),
    ("Sarah was the one who rang.", Kind::Name, "Sarah"),
    ("Dr Patel looked at the screen.", Kind::Name, "Dr Patel"),
    ("I was afraid of Mrs Okonkwo at first.", Kind::Name, "Mrs Okonkwo"),
    ("My husband Tomasz drives me.", Kind::Name, "Tomasz"),
    ("There is a nurse called Bronwen who listens.", Kind::Name, "Bronwen"),
    ("I moved here from Bradford for the job.", Kind::Place, "Bradford"),
    ("In the end we met in Stoke-on-Trent.", Kind::Place, "Stoke-on-Trent"),
    ("At Quay Street there is one lamp.", Kind::Place, "Quay Street"),
    ("We walked to Roundhay Park every week.", Kind::Place, "Roundhay Park"),
    ("They took me to Springfield Hospital.", Kind::Organisation, "Springfield Hospital"),
    ("I was born at St Thomas' and I will die there.", Kind::Organisation, "St Thomas'"),
    ("The people at Oakwell Day Centre knew me.", Kind::Organisation, "Oakwell Day Centre"),
    ("I did two years in HMP Wakefield.", Kind::Organisation, "HMP Wakefield"),
    ("They kept me on Ward 7 for a month.", Kind::Organisation, "Ward 7"),
    ("I used to be a headteacher and now I make tea.", Kind::Role, "headteacher"),
    ("My husband is a vicar, so people talk.", Kind::Role, "vicar"),
    ("I worked as a train driver before.", Kind::Role, "train driver"),
    ("Being the only man there was odd, the only man of all.", Kind::Role, "the only man"),
    ("As a midwife I should have known.", Kind::Role, "midwife"),
];

const QUIET: &[&str] = &[
    "I was one of them, and then I was not.",
    "I was 10 minutes late and they had gone.",
    "It took me 20 years to say so.",
    "There were three of us in the room.",
    "We were two and then there was one.",
    "She is one in a million.",
    "I am 100% sure of it.",
    "It was 9 when the bus came.",
    "I start at 10 and I finish at 3.",
    "At this age one does not get the leg back, only used to it.",
    "They are people in their forties.",
    "Somebody two years on weighs more than advice.",
    "For six months nothing happened.",
    "I walked 2000 steps to get there.",
    "It cost £1995 and we had to pay.",
    "A hundred miles is a long way to go for that.",
    "You may think so. May I say something?",
    "We march on. It is what we do.",
    "On Monday the coat is out; Tuesday has a name again.",
    "By Easter it was gone, and at Christmas it came back.",
    "The NHS pays for it, and the GP signs.",
    "I went to A&E and then to ICU.",
    "With PTSD you do not sleep.",
    "I was diagnosed with OCD and sent home.",
    "We talk on WhatsApp and meet on Zoom.",
    "They put it on Facebook and YouTube.",
    "God knows. Thank God for that.",
    "I said to Mum that I would, and Dad laughed.",
    "I spoke English and they spoke Polish.",
    "The Muslim women sat with the Christian ones.",
    "He said, “Come in and sit down.”",
    "She asked: Why would you do that?",
    "“It’s due,” it said. ‘Nothing at all,’ I said.",
    "… And then nothing.",
    "I moved to [town] with [friend] and worked at [Springfield Hospital].",
    "I’m fine. I’d do it again. I’ve said so, and I’ll say it again.",
    "The clinic gave us a leaflet, a number to ring, and a handshake.",
    "The hospital was worse than the evenings.",
    "The Day Centre was closed. The Ward was full.",
    "I sat in the car park behind the station.",
    "Two of us split the 3 a.m. run, so that neither does it twice in a week.",
    "The driver starts before one is sitting.",
    "The surgeon did not look up.",
    "A doctor and a nurse came, and the vicar was there, too.",
    "My job is to listen.",
    "I am a peer worker and proud of it.",
    "She was the only one who rang.",
    "It was the only thing that helped.",
    "The only time I laughed was with them.",
    "My brother was first, my sister second.",
    "I rang 111 and then 999.",
    "Half past two, or ten to three.",
    "Forty minutes earlier in bed. Then the school run starts next door.",
    "Room 12 is where we meet.",
    "It is 1 in 4, they say, or 25 per cent.",
    "The 1990s were like that.",
    "Nobody told me that. Nothing outright bad, yet clinicians do not always grasp the work.",
    "*Nothing* has to be explained.",
    "Recalls an opening period full of misgivings.",
    "See [@smith2020] and @tbl-people for that.",
    "I’m two people at work.",
    "My daughter was one of the first to notice.",
    "They had turned five of them away.",
    "We’re out by ten, and home by eleven.",
    "My son is two streets away.",
    "He was three hours late and she was two.5 hours later.",
];

#[test]
fn what_tells_who_speaks_is_found() {
    assert!(ALARMING.len() >= 50);
    let missed: Vec<_> = ALARMING
        .iter()
        .filter(|(text, kind, words)| !found(text).contains(&(*kind, words)))
        .map(|(text, kind, words)| format!("{text}: {kind:?} `{words}`, found {:?}", found(text)))
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn what_anybody_may_say_is_left_alone() {
    assert!(QUIET.len() >= 50);
    let alarmed: Vec<_> =
        QUIET.iter().filter(|text| !found(text).is_empty()).map(|text| format!("{text}: {:?}", found(text))).collect();
    assert!(alarmed.is_empty(), "{}", alarmed.join("\n"));
}

#[test]
fn words_that_the_study_knows_are_no_names() {
    let mut vocabulary = Vocabulary::default();
    vocabulary.know("Quay Street");
    vocabulary.know("Karim");
    assert!(hits("I met Karim at Quay Street.", &vocabulary).is_empty());
    assert_eq!(hits("I met Karims at Quay Lane.", &vocabulary).len(), 2);
}
