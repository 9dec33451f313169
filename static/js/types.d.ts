// The shapes that travel between the modules. Nothing here runs.

/** One reason for a no: a code for programs, a sentence for people, the section of the Act where there is one. */
export interface Reason {
  code: string;
  message: string;
  section?: string | null;
}

export interface Named {
  id: string;
  sha256: string;
}

/** An entry as written: field_app/cases/entries/envelope.py, in its order. */
export interface Entry {
  kind: string;
  version: number;
  id: string;
  case: string;
  officer: string;
  device: string;
  number: number | null;
  made_at: string;
  clock_offset_s: number | null;
  happened_at: string | null;
  replaces: string[];
  relies_on: Named[];
  salt: string;
  facts: Record<string, any>;
}

/** How far an entry of this device has come. "sent": the server has answered for it, at `at`. */
export interface State {
  name: "not sent" | "sent" | "waiting" | "needs attention";
  at: string | null;
  reasons: Reason[];
}

/** An entry as the phone knows it: from the log it holds, or from its own outbox. */
export interface Known {
  entry: Entry;
  sha256: string;
  position: number | null;
  received_at: string | null;
  reasons: Reason[];
  /** It came with a rescue file. */
  rescued?: boolean;
  state: "held" | State["name"];
}

export interface Unsent {
  id: string;
  sha256: string;
  caseId: string;
  kind: string;
  state: State;
  entry: Entry;
}

/** An entry of this device that can no longer be read on it. */
export type Torn = Pick<Unsent, "id" | "state">;

/** The facts of a current entry, and where they come from. */
export type Section = Record<string, any> & {
  _: {
    entry: string;
    sha256: string;
    kind: string;
    officer: string;
    made_at: string;
    position: number | null;
    received_at: string | null;
    state: Known["state"];
  };
};

/** A case as its entries add up: the twin of `Case.view()` in field_app/cases/case.py. */
export interface View {
  id: string;
  reference: string | null;
  regime: string;
  stage: "recording" | "not pursued" | "requested" | "authorised" | "refused" | "withdrawn" | "served" | "before the court" | "ordered" | "ended" | "elsewhere";
  /** What gave the case its reference. */
  started: Section | null;
  respondent: Section | null;
  protected_person: Section | null;
  /** Children, other residents, witnesses. */
  others: Section[];
  /** The ids of people who were recorded by mistake and are none of the case. */
  mistaken: string[];
  incident: Section | null;
  relationship: Section | null;
  violence: Section | null;
  necessity: Section | null;
  premises: Section | null;
  orders: Section | null;
  conditions: Section | null;
  risk: Section | null;
  children: Section | null;
  views: {
    respondent: Section | null;
    protected_person: Section | null;
    /** Of all of them together. */
    other_residents: Section | null;
    /** Of each of them, by `person`. */
    residents: Section[];
  };
  /** Photographs and documents; their bytes are elsewhere, under `sha256`. */
  evidence: Section[];
  printed: Section[];
  spoiled: Section[];
  documents: Section[];
  links: Section[];
  /** What another force or a court made, recorded here. */
  elsewhere: Section | null;
  not_pursued: Section | null;
  detention: { station: string | null; since: string; until: string } | null;
  request: Section | null;
  /** What took the newest request back before it was decided; then none stands. */
  taken_back: Section | null;
  decision: Section | null;
  /** How an authority by telephone stands; null where the decision was signed. */
  telephone: { state: "unconfirmed" | "confirmed" | "differs"; answer: Section | null; in_doubt: string[] } | null;
  /** What took the decision back before service. */
  withdrawal: Section | null;
  /** The hand-over nobody has accepted yet. */
  hand_over: Section | null;
  /** Who took the case over last. */
  taken_over: Section | null;
  /** What was tried before service. */
  attempts: Section[];
  /** The record of service that stands; until there is one, what was reported by radio. */
  service: Section | null;
  /** What was reported by radio, and whether a signed record confirms it. */
  by_radio: (Section & { confirmed: boolean }) | null;
  /** What was done to tell the respondent's commanding officer. */
  commanding_officer: Section | null;
  /** What was decided on bail for the offence. */
  bail: Section | null;
  /** That the respondent left the police station. */
  released: Section | null;
  deadline: {
    at: string;
    other: string | null;
    excluded: { date: string; name: string; counted?: boolean }[];
    provisional: boolean;
    /** Null where the force has named no court. */
    sittings: import("./courts.js").Practicable | null;
  } | null;
  breaches: {
    reported: Section[];
    /** Whether a unit was sent: each relies on the report it answers. */
    units: Section[];
    heard: Section[];
    /** `heard`: a court has dealt with it. `next`: what is to be done, the first thing first. */
    arrests: (Section & {
      limits: import("./breach.js").Limits | null;
      sittings: import("./courts.js").Practicable | null;
      heard: boolean;
      next: string[];
    })[];
  };
  /** Each time somebody looked whether it is kept. */
  visits: Section[];
  later: Section[];
  court: import("./court.js").AtCourt;
  /** Whether either works for the police. */
  police: { respondent: Section | null; protected_person: Section | null };
  /** What each of the two said for the equality figures; nothing shows it but its own form. */
  monitoring: { respondent: Section | null; protected_person: Section | null };
  /** What officers have declared of themselves. */
  declared: Section[];
  /** What seals the case: empty where it is open. */
  sealed: Section[];
  opened_to: Section[];
  /** Null also where it is withheld from this officer. */
  safe_contact: Section | null;
  contact_officer: Section | null;
  /** Each time the protected person was told, or somebody tried. */
  contacts: Section[];
  telling: ToTell[];
  conflicts: string[][];
  irregular: { entry: string; kind: string; reasons: string[] }[];
}

/** An event of which the protected person is told; it may lie ahead. `told`: the entry that says they were. */
export interface ToTell {
  event: string;
  /** What it goes back to. */
  entry: string;
  since: string;
  told: string | null;
}

export interface Credential {
  id: string;
  rp_id: string;
  /** COSE, base64url; absent where the server does not tell. */
  public_key?: string | null;
}

/** GET /api/me. */
export interface Me {
  officer: {
    id: string;
    name: string;
    collar_number: string;
    rank: string;
    postings: string[];
    on_call: boolean;
    constable: boolean;
  };
  credentials: Credential[];
  installation: string;
  force: { name: string };
  training: boolean;
  demonstration: boolean;
  allow_pin: boolean;
  /** What this force has set for requirements of its own: "refuses", "asks" or "off", by their ids. */
  checks?: Record<string, string>;
  /** Absent in what an earlier version kept. */
  idle_lock_minutes?: number;
  /** Whether this force takes authority by telephone. */
  telephone_authority?: boolean;
  /** Whether this force supplied addresses by postcode. */
  postcodes?: boolean;
  inbox_key: string;
  vapid_public_key: string;
  now: string;
  /** Days this force has added to the table. */
  holidays?: import("./clocks.js").Holiday[];
  /** Absent in what an earlier version kept. */
  courts?: import("./courts.js").Courts;
  /** Absent in what an earlier version kept. */
  districts?: string[];
  /** For administrators: that the server's own clock may be wrong. */
  server_clock?: ClockDoubt | null;
  new_authority?: {name: string, recorded_by: string, confirmed_by: string, at: string}[];
}

/** That the server's own clock may be wrong: `off_by_s` is the server's less that of what says so. */
export interface ClockDoubt {
  by: "phones" | "push service" | "backwards" | "jump";
  off_by_s: number;
  since: string;
}

/** GET /static/law.json (field_app/law/published.py). */
export interface Law {
  /** In a training installation alone. */
  lesson?: import("./lesson.js").Step[];
  /** The 256 words that are read out of a text. */
  check_words: string[];
  /** Lowest first. */
  ranks: string[];
  holidays: import("./clocks.js").Holidays;
  wording: any;
  /** What people can be shown besides English; `kept` where this force has approved any words of it. */
  languages: { code: string; name: string; spoken: string[]; kept: boolean }[];
  requirements: import("./missing.js").Requirement[];
  /** Of a decision, of a record of service, and what a decision leaves to be done. */
  decision: import("./missing.js").Requirement[];
  service: import("./missing.js").Requirement[];
  duties: import("./missing.js").Requirement[];
  /** What the authorising officer must consider. */
  matters: import("./missing.js").Matter[];
  conditions: any;
  /** What a particular act may not say. */
  refusals: import("./particular_act.js").Refusal[];
  /** Those a case of this force may run under, the default first. */
  regimes: Record<string, Regime>;
  /** Under which the force issues notices: regime, first day, last day where one is known. */
  in_force: [string, string, string | null][];
  /** What may become of a breach, by its code; what is done after an arrest. */
  breach: { outcomes: Record<string, string>; steps: Record<string, string[]> };
  /** The question packs (field_app/cases/risk.py): the one to ask, and every one there was. */
  risk: {
    current: { id: string; version: number };
    packs: RiskPack[];
    /** When a MARAC is suggested; null where this force does not go by it. */
    referral: { yes: number | null; level: string | null; events: number | null };
  };
}

/** One Act (field_app/law/regimes). */
export interface Regime {
  act: string;
  notice: string;
  notice_short: string;
  order: string;
  issuing_rank: string;
  /** Where this Act has what rows call by the section of the CSA 2010. */
  sections: Record<string, string>;
  behaviours: string[];
  limbs: string[];
  hearing_hours: number;
  longest_order_days: number | null;
  /** The condition none of its notices is without. */
  mandatory: string;
  /** The section each condition rests on, by its code. */
  conditions: Record<string, string>;
  breach: Record<"notice" | "order", Breach>;
  statements: { section: string; what: string; says: string[] }[];
  wording: import("./notice.js").Own;
}

export interface Connection {
  /** Whether the server answered last time; null before anyone has asked. */
  reached: boolean | null;
  sending: boolean;
  /** When the server last answered. */
  at: string | null;
  signedIn: boolean;
  /** What this device's clock was then wrong by: seconds, server minus device; null where it was never measured. */
  offset: number | null;
  /** The server asked to wait with what is sent. */
  busy: boolean;
}

/** What follows where a notice or an order is broken (field_app/law/regimes/regime.py). */
export interface Breach {
  section: string;
  offence: boolean;
  custody_hours: number | null;
  court: string;
  until_hearing: boolean;
  police_bail: boolean;
  outcomes: string[];
}

/** A question pack (field_app/cases/risk.py). */
export interface RiskPack {
  id: string;
  version: number;
  title: string;
  source: string;
  licence: string;
  questions: {
    id: string;
    text: string;
    help: string | null;
    serious: boolean;
    kind?: "yes no" | "choice" | "words";
    choices?: string[];
    /** The choices that count as a yes. */
    counted?: string[];
  }[];
  /** From the highest down. */
  levels: { level: string; yes: number; serious: number }[];
}

/** What a page module gets. */
export interface Context {
  readonly me: Me | null;
  readonly law: Law;
  readonly caseId: string | null;
  /** Whether the browser promised not to clear the store by itself; null until it has said. */
  readonly persisted: boolean | null;
  go(path: string): Promise<void>;
  changed(fn: () => void): () => void;
}

/** A data key wrapped so that one passkey opens it. Nothing here is secret or personal. */
export interface PasskeyWrap {
  credential: string;
  rpId: string;
  salt: Uint8Array<ArrayBuffer>;
  wrapped: Uint8Array<ArrayBuffer>;
}

export interface PinWrap {
  salt: Uint8Array<ArrayBuffer>;
  rounds: number;
  wrapped: Uint8Array<ArrayBuffer>;
  /** Tries in a row that did not open it, the one under way included, and when the last began (milliseconds). */
  wrong: number;
  tried: number;
}

/** One officer's store in this browser, as IndexedDB holds it. `id` is also the device's id. */
export interface VaultRecord {
  id: string;
  prefix: string;
  installation: string;
  inboxKey: Uint8Array<ArrayBuffer>;
  /** Whose store this is, without saying it: a salted hash of the officer's id. */
  owner: { salt: Uint8Array<ArrayBuffer>; hash: string };
  passkeys: PasskeyWrap[];
  pin: PinWrap | null;
  /** Why nothing opens it any more: its PIN was wrong too often, or the server was not heard for too long. What is not
   *  sent is sent all the same. Or it was reported lost. */
  closed: "pin" | "dark" | "lost" | null;
  /** What this device asks with whether it was reported lost, and then sends with. Readable by whoever finds it. */
  token?: string;
  /** The number of the last entry, and the count of the last case reference, that this device gave out. */
  number: number;
  cases: number;
  /** To this key anyone may seal what only the unlocked store may read (the server's reasons). */
  letterbox: Uint8Array<ArrayBuffer>;
  /** Encrypted under the data key: the letterbox's private key, GET /api/me, keys to check signatures by. */
  kept: Uint8Array<ArrayBuffer>;
}

/** One entry in the outbox, as IndexedDB holds it: readable by its officer (kept) or the server (sealed) only. */
/** Where an entry stands in its case's log, as the server told it. */
export interface Receipt {
  position: number;
  hash: string;
}

export interface OutboxRecord {
  id: string;
  vault: string;
  number: number;
  /** The office log is held by no phone: its entries leave the outbox when they are sent. */
  log: "case" | "office";
  state: { name: State["name"]; at: string | null; reasons: Uint8Array<ArrayBuffer> | null; told?: Receipt };
  kept: Uint8Array<ArrayBuffer>;
  sealed: Uint8Array<ArrayBuffer>;
}

/** A photograph or document that is not sent, sealed to the server: nobody here can open it again. */
export interface AttachmentRecord {
  vault: string;
  case: string;
  /** Of the original: its name. */
  sha256: string;
  /** The id of the entry that names it. */
  entry: string;
  /** Of `sealed`: two sealings of one file are two uploads. */
  sealedSha256: string;
  sealed: Uint8Array<ArrayBuffer>;
}

/** What this store shows of a file it took, encrypted. */
export interface PreviewRecord {
  vault: string;
  case: string;
  sha256: string;
  kept: Uint8Array<ArrayBuffer>;
}

/** A file read, hashed and sealed (js/evidence_worker.js); `preview` is a JPEG, null where it cannot be shown. */
export interface Prepared {
  sha256: string;
  size: number;
  media_type: string;
  sealed: Uint8Array<ArrayBuffer>;
  sealedSha256: string;
  preview: Uint8Array<ArrayBuffer> | null;
}

/** What GET /api/changes tells of an entry. */
export interface Told {
  position: number;
  /** Null where it is withheld from this officer: then `body_sha256` stands in its place. */
  body: string | null;
  body_sha256: string | null;
  signature: string | null;
  hash: string;
  received_at: string;
  officer: string;
  rescued: boolean;
  reasons: Reason[];
}

/** A case in which a request waits for this officer, and another that is held to be read beside it. */
export interface ToldBeside {
  case: string;
  other: string;
  linked: boolean;
  /** Maybe the same two people the other way round. */
  crosswise: boolean;
}

export type Officers = Record<string, { name: string; collar_number: string; rank: string }>;

/** One case of the held log, or (case "*") the cursor and the officers' names, encrypted. */
export interface HeldRecord {
  vault: string;
  case: string;
  /** Ids of the entries inside. */
  ids: string[];
  kept: Uint8Array<ArrayBuffer>;
}

/** A part of what is in force: 0 says how far it reaches, and when the whole is to be forgotten (ms); from 1 on, what the
 *  server answered; from -1 down, the index made of earlier answers, in pieces. */
export interface SnapshotRecord {
  vault: string;
  part: number;
  goneAt?: number;
  kept: Uint8Array<ArrayBuffer>;
}

/** A look-up made without signal, sealed to the server. */
export interface LookRecord {
  id: string;
  vault: string;
  sealed: Uint8Array<ArrayBuffer>;
}

export interface DraftRecord {
  vault: string;
  key: string;
  kept: Uint8Array<ArrayBuffer>;
}

/** Whose cookie this browser carries: the stores of that officer. `mark` is new at each sign-in. */
export interface Session {
  mark: string;
  vaults: string[];
}
