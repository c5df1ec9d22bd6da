/** "ONST" in ASCII: what SQLite's header calls the application id, so that a foreign database is told apart. */
export const APPLICATION_ID = 0x4f4e5354;

/** Rises when a reader of the version before could no longer read what is written. */
export const SCHEMA_VERSION = 3;

const ACTS = `
  CREATE TABLE acts (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('decide', 'add', 'note', 'name', 'undo', 'redo')),
    person TEXT NOT NULL, at TEXT NOT NULL, target INTEGER REFERENCES acts (id)
  ) STRICT;
  CREATE INDEX acts_by_target ON acts (target, id) WHERE target IS NOT NULL;

  CREATE VIEW undone_acts AS
    SELECT target AS act FROM (SELECT target, kind, max(id) FROM acts WHERE target IS NOT NULL GROUP BY target)
    WHERE kind = 'undo';

  CREATE TABLE track_names (
    id INTEGER PRIMARY KEY, track INTEGER NOT NULL, name TEXT NOT NULL,
    act INTEGER NOT NULL REFERENCES acts (id)
  ) STRICT;
`;

/** What `overview.ts` keeps: float32, `CHUNK_CELLS` cells of a quarter of a second each. */
const OVERVIEW = `
  CREATE TABLE overview (
    track INTEGER NOT NULL, chunk INTEGER NOT NULL, cells BLOB NOT NULL,
    PRIMARY KEY (track, chunk)
  ) STRICT;
`;

/**
 * Times are microseconds of the source; frame numbers count from 0. Blobs are little-endian float32:
 * `points68` 68 × (x, y) in pixels of the frame, `au` the left intensities, then the right ones, in the
 * order of the record `auNumbers`. Lists and maps that nothing searches are JSON.
 *
 * What people did is a log: rows are added, never changed or removed. An undo is an act of its own that names the act
 * it takes back, and the rows of an act that is undone stay as history. `act` is null for what the program wrote and
 * for what was decided before there was a log.
 */
export const SCHEMA = `
  CREATE TABLE records (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE frames (frame INTEGER PRIMARY KEY, time_us INTEGER NOT NULL) STRICT;
  CREATE INDEX frames_by_time ON frames (time_us);

  CREATE TABLE tracks (
    track INTEGER PRIMARY KEY, from_us INTEGER NOT NULL, to_us INTEGER NOT NULL,
    frames INTEGER NOT NULL, coverage REAL NOT NULL
  ) STRICT;

  CREATE TABLE faces (
    frame INTEGER NOT NULL, track INTEGER NOT NULL, confidence REAL NOT NULL,
    box_x REAL NOT NULL, box_y REAL NOT NULL, box_width REAL NOT NULL, box_height REAL NOT NULL,
    pitch_rad REAL NOT NULL, yaw_rad REAL NOT NULL, roll_rad REAL NOT NULL,
    x_mm REAL NOT NULL, y_mm REAL NOT NULL, z_mm REAL NOT NULL,
    points68 BLOB NOT NULL,
    align_a REAL, align_b REAL, align_tx REAL, align_ty REAL, iod_px REAL, residual_px REAL,
    PRIMARY KEY (frame, track)
  ) STRICT;

  CREATE TABLE measurements (
    frame INTEGER NOT NULL, track INTEGER NOT NULL, au BLOB NOT NULL,
    activity REAL, lid_left REAL, lid_right REAL,
    PRIMARY KEY (frame, track)
  ) STRICT;

  ${OVERVIEW}
  ${ACTS}
  CREATE TABLE windows (
    id INTEGER PRIMARY KEY, track INTEGER NOT NULL, from_us INTEGER NOT NULL, to_us INTEGER NOT NULL,
    aus TEXT, emotions TEXT, nodes TEXT
  ) STRICT;

  CREATE TABLE events (
    id INTEGER PRIMARY KEY, track INTEGER NOT NULL, kind TEXT NOT NULL,
    onset_us INTEGER NOT NULL, onset_frame INTEGER NOT NULL,
    apex_us INTEGER NOT NULL, apex_frame INTEGER NOT NULL,
    offset_us INTEGER NOT NULL, offset_frame INTEGER NOT NULL,
    score REAL NOT NULL, aus TEXT NOT NULL, cautions TEXT NOT NULL,
    emotion TEXT, probabilities TEXT, act INTEGER REFERENCES acts (id)
  ) STRICT;

  CREATE TABLE verdicts (
    id INTEGER PRIMARY KEY, event INTEGER NOT NULL REFERENCES events (id), reviewer TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('confirm', 'reject', 'relabel')),
    onset_us INTEGER, onset_frame INTEGER, apex_us INTEGER, apex_frame INTEGER,
    offset_us INTEGER, offset_frame INTEGER, label TEXT, at TEXT NOT NULL,
    act INTEGER REFERENCES acts (id)
  ) STRICT;

  CREATE TABLE notes (
    id INTEGER PRIMARY KEY, event INTEGER REFERENCES events (id), time_us INTEGER,
    author TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL, act INTEGER REFERENCES acts (id)
  ) STRICT;

  CREATE TABLE consents (
    id INTEGER PRIMARY KEY, participant TEXT NOT NULL, at TEXT NOT NULL, text_version TEXT NOT NULL,
    scope TEXT NOT NULL, expires_at TEXT
  ) STRICT;

  PRAGMA application_id = ${APPLICATION_ID};
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** Brings a session of the version before, by its number, to the next. */
export const MIGRATIONS: Readonly<Record<number, string>> = {
  1: `
    ${OVERVIEW}
    ${ACTS}
    ALTER TABLE events ADD COLUMN act INTEGER REFERENCES acts (id);
    ALTER TABLE verdicts ADD COLUMN act INTEGER REFERENCES acts (id);
    ALTER TABLE notes ADD COLUMN act INTEGER REFERENCES acts (id);
    PRAGMA user_version = 2;
  `,
  2: `
    ALTER TABLE windows ADD COLUMN nodes TEXT;
    PRAGMA user_version = 3;
  `,
};
