//! Lists of words, each a text with a space between two. They were written for this program.

/// Given names that are hardly anything else, for the beginning of a sentence, where every word has a capital.
pub const GIVEN: &str = "\
    aaron abdul adam ahmed aisha alan alex alexander ali alice alison amanda amina amir amy ana andrea andrew \
    angela ann anna anne anthony asif barbara ben benjamin beth brenda brian carol caroline catherine charles \
    charlotte chloe chris christine christopher claire colin craig daniel darren dave david deborah denise derek \
    diana diane donna dorothy edward eileen elaine elizabeth ella ellen emily emma eric fatima fiona gareth gary \
    geoff george gillian graham hannah harry hassan hazel heather helen henry hussein ian ibrahim imran isabella \
    ivan jacob jacqueline jake james jamie jan jane janet jasmine jason jean jennifer jenny jessica jill jim \
    joan joanna joanne joe john jonathan jose joseph josh joshua judith julia julie karen karim kate katherine \
    kathleen katie keith kelly kenneth kerry kevin khalid kim laura lauren leah leon leroy lewis liam linda lisa \
    louise lucy luke lynn malcolm margaret maria marie marion martin mary maryam matthew maureen megan michael \
    michelle mike mohammad mohammed monica muhammad nadia nancy natalie nathan neil nicholas nicola nigel nina \
    noah olivia omar oscar pamela patricia patrick paul paula pauline peter philip priya rachel rajesh ravi \
    rebecca richard robert roger ronald ruth ryan sally sam samantha samuel sandra sara sarah sean sharon sheila \
    shirley simon sophia sophie stacey stephanie stephen steve steven stuart susan suzanne sylvia tanya teresa \
    thomas tim timothy tina tom tony tracey tracy trevor valerie vanessa victoria vincent walter wendy william \
    yusuf yvonne zainab zoe";

/// Words with a capital that name nobody and nowhere in particular.
pub const COMMON: &str = "\
    i i'm i’m i'd i’d i've i’ve i'll i’ll monday tuesday wednesday thursday friday saturday sunday mondays \
    tuesdays wednesdays thursdays fridays saturdays sundays january february march april may june july august \
    september october november december christmas easter ramadan eid diwali hanukkah halloween lent xmas boxing \
    new year year's god allah lord jesus christ bible quran koran heaven mum mam mom mummy mommy dad daddy nan \
    nana gran granny grandma grandad granddad grandpa sir madam miss mr mrs ms dr doctor internet covid covid-19 \
    corona zoom teams skype whatsapp facebook google youtube instagram twitter tiktok netflix word excel \
    powerpoint iphone ipad uber alzheimer's alzheimer’s parkinson's parkinson’s asperger's asperger’s crohn's \
    crohn’s prozac ibuprofen paracetamol ok okay sod's earth west east north south western eastern northern \
    southern brexit olympics state government parliament accident emergency bluetooth wifi wi-fi lego hoover \
    t-shirt x-ray and or the peer peers worker workers manager supervisor coordinator nurse nurses psychiatrist \
    psychologist support group lead";

/// Peoples, languages and faiths: they name nobody, but a few may be known by them.
pub const PEOPLES: &str = "\
    english british scottish welsh irish french german polish spanish italian portuguese dutch danish swedish \
    norwegian finnish chinese japanese korean indian pakistani bengali bangladeshi urdu punjabi hindi arabic \
    arab arabs african caribbean asian european american australian canadian turkish romanian somali nigerian \
    ghanaian kurdish persian iranian iraqi syrian afghan jamaican russian ukrainian greek latin black white \
    muslim muslims christian christians catholic catholics protestant jewish jew jews hindu sikh buddhist islam \
    christianity judaism buddhism quaker quakers";

/// Capitals that stand for nothing that identifies.
pub const ACRONYMS: &str = "\
    NHS GP GPS ICU ITU HDU ADHD ADD UK USA US EU BBC ITV TV DIY MRI CT CBT DBT PTSD OCD BPD OT OTS CPN HR IT PA \
    AM PM ID PIN CV GCSE GCSES A&E ECT COPD HIV PPE DVD MOT DNA ECG IV SW CMHT PIP DLA ESA DWP AA NA HE FE PE RE \
    OK ASAP CD PC WC ME MS TIA VR";

/// Words before a name that make it the name of a person.
pub const TITLES: &str = "Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Doctor|Nurse|Sister|Brother|Father|Rev|Reverend|Sir|Lady|Lord|Uncle|Auntie|Aunt|Nan|Nana|Gran|Grandma|Grandad|Granny|Sergeant|Constable|Inspector|Captain|Councillor|Judge|Imam|Rabbi|Pastor|Vicar|Canon|Matron";

/// What an organisation's name ends in.
pub const ORGANISATIONS: &str = "Hospital|Hospitals|Infirmary|Clinic|Trust|University|College|School|Surgery|Practice|Ward|Centre|Center|Ltd|Limited|Inc|plc|PLC|Council|Church|Chapel|Mosque|Temple|Synagogue|Hospice|Foundation|Charity|Academy|Prison|Bank|Institute|Unit|House|Lodge|Court|Club|Society|Association|Project|Agency|Company|Partnership|Service|Services|Team|Airport|Hotel|Pharmacy";

/// What a place's name ends in.
pub const PLACES: &str = "Street|Road|Avenue|Lane|Square|Terrace|Crescent|Gardens|Estate|Park|Green|Hill|Bridge|Common|Quay|Market|Cross|Village|County|Island|Bay|Valley|Beach|Station|Town|City|Way|Grove|Place|Harbour|Docks|Heath|Moor|Wood|Forest";

/// Words in such a name that are no name: a `Day Centre` is any.
pub const GENERIC: &str = "\
    the a an my our your his her their this that at in to from and or community day local general mental health \
    primary secondary high crisis home treatment recovery job leisure sports city town village care resource \
    drop-in social family children's children’s women's women’s old new big small main back one no every each \
    some any what when where then there so but it he she they we you for of outpatient outpatients acute early \
    intervention peer support business shopping sunday night council medical vaccination test training day-care \
    call help youth sixth form upper lower another district county market high-street ring side police fire \
    train bus railway housing industrial intensive nursery boarding grammar private public state play working \
    men's men’s book tennis football golf rugby student students'";

/// Occupations that few have.
pub const ROLES: &str = "head ?teacher|headmaster|headmistress|deputy head|vicar|imam|rabbi|priest|pastor|bishop|nun|monk|mayor|councillor|MP|judge|magistrate|coroner|surgeon|consultant|anaesthetist|psychiatrist|professor|lecturer|pilot|fire ?fighter|fireman|police officer|policeman|policewoman|detective|soldier|sergeant|naval officer|army officer|paramedic|midwife|undertaker|funeral director|journalist|newsreader|presenter|actor|actress|footballer|boxer|jockey|farmer|vet|veterinary surgeon|barrister|solicitor|chief executive|managing director|ambassador|diplomat|lighthouse keeper|zookeeper|trapeze artist|ballet dancer|opera singer|composer|novelist|prison officer|prison governor|chief nurse|matron|ward manager|train driver|tram driver|air traffic controller|lifeboatman|coastguard|sea captain|dentist|architect|astronomer|archaeologist|beekeeper|blacksmith|gamekeeper|shepherd|stunt ?man|sign language interpreter";

/// Followers of a number that leave it an age.
pub const AFTER_AGE: &str = "\
    and but when now then so this next last at with years year or nearly already before while because who still \
    i he she my after yesterday today if by they we it";

/// Followers of a number from 1930 to 2049 that make a count of it.
pub const AFTER_COUNT: &str = "\
    people pounds euros dollars words steps miles hours metres meters km times calories units grams kilos \
    patients staff members beds quid others of things minutes days mg ml";

/// Whether a list has a word.
pub fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}
