/** The Live view's words. */
import { AU_NAMES, type AuNumber } from '../../../contract/au.ts';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

const several = (count: number, one: string, many: string): string =>
  `${whole.format(count)} ${count === 1 ? one : many}`;

/** 0:07, 12:03, 1:02:03 */
const clock = (seconds: number): string => {
  const s = Math.floor(seconds);
  const minutes = Math.floor(s / 60) % 60;
  const hours = Math.floor(s / 3600);
  const tail = `${minutes.toString().padStart(hours > 0 ? 2 : 1, '0')}:${(s % 60).toString().padStart(2, '0')}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
};

const kinds = { micro: 'Micro', macro: 'Macro' } as const;
const sides = { left: 'left', right: 'right', both: 'both sides' } as const;

export const live = {
  title: 'Live',
  clock,
  whole: (value: number) => whole.format(value),
  percent: (share01: number) => percent.format(share01),

  setUp: {
    lead: 'Watch a camera for brief facial movements as they happen. Everything stays on this machine.',
    source: 'What to watch',
    who: 'Who is filmed',
    how: 'How',
    camera: 'Camera',
    stream: 'Network stream',
    file: 'Video file',
    sample: 'Built-in sample',
    aboutSource: {
      camera: 'A camera at this machine, read by the engine itself.',
      stream: 'A camera in the network, or another program that sends one.',
      file: 'A recording, played at its own speed as a camera would give it, over and over.',
      sample:
        'A made clip: a portrait photograph whose face was moved by known amounts. No camera is needed and nobody is filmed.',
    },
    looking: 'Looking for cameras …',
    noCameras: 'No camera was found',
    noCamerasText:
      'Plug one in and look again. Another program may be holding it, or the system may not allow Onset to use it. A network stream, a file or the sample work without one.',
    lookAgain: 'Look again',
    trySample: 'Use the sample',
    whichCamera: 'Camera',
    mode: 'Resolution and rate',
    modeHelp: 'For brief movements the rate matters more than the resolution.',
    ownChoice: 'The camera’s own choice',
    modeName: (widthPx: number, heightPx: number, fps: number) =>
      `${widthPx} × ${heightPx} · ${tenth.format(fps)} fps`,
    url: 'Address',
    urlHelp: 'rtsp, srt, udp, rtmp, http or https',
    urlInvalid: 'An address begins with rtsp://, rtsps://, srt://, udp://, rtmp://, http:// or https://.',
    path: 'Path of the file',
    pathHelp: 'The whole path, as this machine’s file manager shows it.',
    choose: 'Choose …',
    rate: 'Rate',
    rateAsRecorded: 'As recorded',
    rateOf: (fps: number) => `${fps} fps`,
    faces: 'Faces followed at once',
    replay: 'Replay buffer',
    replayHelp: 'The latest seconds are kept in memory, so that you can save what has just happened.',
    replayOff: 'Off',
    emotion: 'Suggest an emotion for each movement',
    emotionHelp: 'By the recognizer that comes with Onset. A suggestion to be checked, never a finding.',
    emotionMissing: 'No recognizer is installed here, so movements are listed with their action units alone.',
    begin: 'Begin',
    beginning: 'Opening …',
    notYet: {
      source: 'Choose what to watch.',
      url: 'Type the address of the stream.',
      path: 'Type the path of the video.',
      participant: 'Each person filmed has to read the notice and agree.',
    },
  },

  adequacy: {
    good: 'Good rate',
    fair: 'Fair rate',
    poor: 'Low rate',
    /** The shortest movements last about 1/25 s. */
    explain: {
      good: (fps: number, frames: number) =>
        `At ${tenth.format(fps)} frames a second the shortest movements (1/25 s) are seen in about ${tenth.format(frames)} frames: their course shows.`,
      fair: (fps: number, frames: number) =>
        `At ${tenth.format(fps)} frames a second the shortest movements (1/25 s) are seen in about ${tenth.format(frames)} frames: they are found, but onset and apex are a guess of a frame or two. 100 or more show their course.`,
      poor: (fps: number, frames: number) =>
        `At ${tenth.format(fps)} frames a second the shortest movements (1/25 s) are seen in about ${tenth.format(frames)} frames: many are missed. Use a mode with 50 or more, better 100; more light helps a camera reach it.`,
    },
    unknown: 'How well the rate shows brief movements is known once frames arrive.',
  },

  consent: {
    onlyMe: 'Only me',
    onlyMeText: 'I am at this machine and film nobody but myself.',
    others: 'Others as well',
    othersText: 'Each of them reads the notice and agrees before the camera is opened.',
    nobody: 'Nobody is filmed: the sample is a made clip.',
    participants: 'Agreed so far',
    none: 'Nobody yet.',
    add: 'Show the notice to a participant',
    remove: (name: string) => `Remove ${name}`,
    title: 'Before the camera is opened',
    name: 'Your name, or the code you were given',
    scope: 'I agree to',
    scopes: {
      analysis: 'Live analysis and its measurements; no video is kept',
      recording: 'Live analysis and recording, seen only by those in charge here',
      teaching: 'Live analysis and recording, also shown for teaching or in talks',
      synthesis:
        'Live analysis, recording and synthesis: changed pictures of the face may be made to learn from',
    },
    expires: 'Until',
    expiries: { never: 'I withdraw it', days30: '30 days from now', days365: 'A year from now' },
    agree: 'I have read this and agree',
    decline: 'I do not agree',
    declined: 'They did not agree: the camera stays closed.',
    until: (date: string) => `until ${date}`,
    version: (version: string) => `Text version ${version}`,
    textMissing: 'The notice could not be loaded, so nobody can agree to it.',
  },

  running: {
    view: 'Live view',
    notice: 'This camera is being analyzed',
    opening: 'Opening the camera …',
    stopping: 'Closing …',
    lost: 'The camera is gone',
    recording: 'Recording',
    notRecording: 'Not recording',
    rec: 'REC',
    record: 'Record',
    notAgreed: 'Somebody filmed agreed to be analyzed but not to be recorded.',
    stopRecording: 'Stop recording',
    keepReplay: (seconds: number) => `Save last ${whole.format(seconds)} s`,
    keepReplayName: 'Save the replay buffer',
    replayEmpty: 'The replay buffer is empty so far.',
    kept: (seconds: number, file: string) => `Saved the last ${tenth.format(seconds)} seconds: ${file}`,
    mark: 'Marker',
    marked: (label: string) => `Marked: ${label}`,
    stop: 'Stop',
    tryAgain: 'Try again',
    leave: 'Go on without it',
    participantWindow: 'Participant window',
    participantWindowHelp:
      'A page for the person filmed: what happens, whether it is recorded, and a stop button.',
    overlay: 'Overlay',
    layers: {
      outline: 'Outline',
      regions: 'Moving regions',
      bars: 'Action-unit bars',
      names: 'Names',
      badges: 'Event badges',
    },
    mirror: 'Mirror',
    preview: 'Preview of the camera with what is measured on it',
    noFace: 'No face in sight',
    noFaceText: 'Turn towards the camera, come a little closer, and let light fall on the face.',
    waiting: 'Waiting for the first picture …',
    broken: 'A picture could not be unpacked.',
    confidence: (share01: number) => percent.format(share01),
  },

  faces: {
    title: 'People',
    seen: 'in sight',
    away: 'away',
    calibrated: 'neutral measured',
    notCalibrated: 'neutral still estimated',
    rename: (name: string) => `Rename ${name}`,
    name: 'Name',
    none: 'Nobody in sight yet.',
    standard: (track: number) => `Person ${track}`,
  },

  calibration: {
    button: 'Neutral',
    title: 'Measure the face at rest',
    explain:
      'Everything is measured against the face at rest. A few seconds of it make small movements stand out; without them Onset estimates it as it goes.',
    ready: 'Look at the camera. Relax brows and jaw, lips closed.',
    running: 'Keep still …',
    done: 'Done: the neutral is measured.',
    partly: 'Measured for some.',
    failed: 'It did not work yet.',
    again: 'Measure again',
    close: 'Close',
    cancel: 'Cancel',
    hints: {
      'no-face': 'No face is in sight. Sit in front of the camera.',
      'look-at-camera': 'Turn the face towards the camera.',
      'come-closer': 'Come closer: the face is small in the picture.',
      'keep-still': 'Keep the head still.',
      'relax-face': 'Let the face relax; do not speak.',
      'done-partly': 'Some faces moved or were away. The others are measured.',
    } as Readonly<Record<string, string>>,
  },

  events: {
    title: 'As it happens',
    none: 'Nothing found yet',
    noneText:
      'Brief movements appear here a moment after they end, each with its action units and a picture of its apex. Raise a brow for an instant to try it.',
    kinds,
    duration: (ms: number) => `${whole.format(ms)} ms`,
    score: (share01: number) => `score ${share01.toFixed(2)}`,
    au: (au: AuNumber, side: 'left' | 'right' | 'both') =>
      side === 'both' ? `AU${au}` : `AU${au} ${sides[side]}`,
    auName: (au: AuNumber, side: 'left' | 'right' | 'both') =>
      side === 'both' ? AU_NAMES[au] : `${AU_NAMES[au]}, ${sides[side]}`,
    noUnits: 'No unit stands out',
    suggests: (label: string) => `suggests ${label}`,
    badge: (kind: 'micro' | 'macro', units: string) =>
      units === '' ? kinds[kind] : `${kinds[kind]} · ${units}`,
    spoken: (name: string, kind: 'micro' | 'macro', units: string) =>
      `${name}: ${kinds[kind]} movement${units === '' ? '' : `, ${units}`}.`,
    together: (count: number) => `${several(count, 'movement', 'movements')} found.`,
    cropOf: (name: string) => `${name} at the apex`,
    more: (count: number) => `${several(count, 'earlier one is', 'earlier ones are')} in the session.`,
  },

  strips: {
    title: 'Action units',
    none: 'Curves run here as soon as a face is measured.',
    seconds: (s: number) => `Last ${s} seconds`,
    halves:
      'Above each line the person’s left, below their right; heights grow with the root, so that traces show.',
    motion: 'Motion',
    motionName: 'Overall motion against the neutral',
    emotion: 'Suggested',
    choose: 'Units',
    chooseTitle: 'Units shown',
    chooseHelp: 'In strips and bars. Everything is measured and kept, whatever is shown.',
    of: (name: string) => `Action units of ${name}, scrolling`,
  },

  markers: {
    title: 'Quick labels',
    help: 'Press 1 to 9 to mark this moment with a label, M for a plain marker. They are kept in the session as notes.',
    edit: 'Edit labels',
    labelOf: (key: number) => `Label of key ${key}`,
    /** What keys 1 to 9 say at first. */
    first: ['Question', 'Answer', 'Pause', 'Topic', 'Laughs', 'Speaks', 'Looks away', 'Noise', 'Check'],
    plain: 'Marker',
    done: 'Done',
  },

  counters: {
    title: 'Counters',
    captured: 'Captured',
    analysed: 'Analyzed',
    dropped: 'Dropped',
    unrecorded: 'Not recorded',
    previewsSkipped: 'Previews skipped',
    fps: 'Rate',
    landmarks: 'Landmarks',
    latency: 'Latency',
    cpu: 'Processors',
    memory: 'Memory',
    running: 'Time',
    values: {
      fps: (fps: number) => `${tenth.format(fps)} fps`,
      hz: (hz: number) => `${tenth.format(hz)} Hz`,
      latency: (median: number, p95: number) => `${whole.format(median)} / ${whole.format(p95)} ms`,
      memory: (bytes: number) => `${whole.format(bytes / 1_048_576)} MB`,
      none: '–',
    },
    explain: {
      captured: 'Frames that came from the camera since the start.',
      analysed: 'Frames that were aligned and measured.',
      dropped: 'Frames thrown away because the engine was busy. Nothing was measured on them.',
      unrecorded:
        'Pictures that neither the recording nor the replay holds, because compressing them was too slow. They were measured all the same.',
      previewsSkipped: 'Frames whose picture was not shown here. They were measured all the same.',
      fps: 'Frames that really came in the last seconds, against what the camera promised.',
      landmarks: 'How often a second the points of the face are found anew; between, they are interpolated.',
      latency:
        'From the capture of a frame to its measurement, in the last seconds: the middle value, and the one that 95 of 100 stay under.',
      cpu: 'Share of this machine’s processors that the engine uses.',
      memory: 'Memory that the engine holds.',
      running: 'Since the first frame.',
    },
  },

  ended: {
    title: 'The session is saved',
    text: (events: number, seconds: string) =>
      `${several(events, 'movement', 'movements')} found in ${seconds}. Each is a candidate until a person has looked at it.`,
    dropped: (dropped: number, captured: number) =>
      dropped === 0
        ? `No frame of ${whole.format(captured)} was dropped.`
        : `${whole.format(dropped)} of ${whole.format(captured)} frames were dropped.`,
    unrecorded: (pictures: number) =>
      `${several(pictures, 'picture is', 'pictures are')} not in the recording: compressing was too slow.`,
    review: 'Review this session',
    again: 'New live session',
  },

  participant: {
    title: 'You are on camera',
    analysed: 'A program on this machine measures brief movements of your face.',
    recorded: 'Video is being recorded.',
    notRecorded: 'No video is being recorded.',
    local: 'Nothing leaves this machine.',
    limits:
      'What is measured are movements of facial muscles. What you feel, think or mean cannot be seen from them.',
    stop: 'Stop the camera',
    stopText: 'You may stop at any time, without giving a reason.',
    off: 'The camera is off',
    offText: 'Nothing is filmed or measured now.',
    back: 'Back to the live view',
    unknown: 'The engine does not answer, so it is not known whether the camera is on.',
    opening: 'The camera is being opened',
  },

  keys: {
    record: 'Record or stop recording',
    replay: 'Save the replay buffer',
    mark: 'Marker',
    label: 'Marker with quick label 1 to 9',
    calibrate: 'Measure the face at rest',
    stop: 'Stop the session',
    outline: 'Outline',
    regions: 'Moving regions',
    bars: 'Action-unit bars',
    names: 'Names',
    badges: 'Event badges',
    overlay: 'Whole overlay',
    mirror: 'Mirror',
    units: 'Choose units',
  },

  spoken: {
    running: 'The camera is open and being analyzed.',
    recording: 'Recording.',
    notRecording: 'Recording stopped.',
    lost: 'The camera is gone.',
  },
};
