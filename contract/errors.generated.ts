// Generated from docs/errors.md by scripts/generate-errors.mjs. Do not edit.

export const ERRORS = {
  'beginning-foreign': {
    exit: 3,
    sentence: 'Training {network} cannot begin with the run in {folder}: {reason}.',
    remedy: 'Leave out --preset and each --set that changes the network (what the run was made with is taken over from its run.json), or begin without --from.',
  },
  'camera-unavailable': {
    exit: 1,
    sentence: 'The camera {name} does not open: {reason}.',
    remedy: 'Check that it is plugged in, that no other program uses it, and that it has the size and rate asked for; `onset doctor` lists cameras and their modes.',
  },
  'checkpoint-damaged': {
    exit: 3,
    sentence: '{path} cannot be gone on with: {reason}.',
    remedy: 'Take the folder from a copy, or train anew into another folder with --out.',
  },
  'checkpoint-foreign': {
    exit: 3,
    sentence: 'The run in {folder} is not one of {network} as it is to be trained: {reason}.',
    remedy: 'Give the network, preset and options that the run was begun with (they stand in its run.json), or another folder with --out.',
  },
  'clip-check-failed': {
    exit: 1,
    sentence: 'The clip {path} was written, read back and removed: {reason}.',
    remedy: 'Analyze the video again, so that session and video agree, and export anew; if it stays so, report it with what `onset doctor` prints.',
  },
  'clip-unknown': {
    exit: 2,
    sentence: '{data} has no clip {index} in its part {part}.',
    remedy: 'Open the list of clips again; the data may have been made anew.',
  },
  'clips-damaged': {
    exit: 3,
    sentence: 'The clips in {path} cannot be used: {reason}.',
    remedy: 'Make the clips again, with the call that clips.json tells under "made" where it can still be read.',
  },
  'clips-labelled-otherwise': {
    exit: 3,
    sentence: 'The clips in {folder} have the {what} {clips}; the run that they are to be added to was taught {wanted}.',
    remedy: 'Give clips with the same labels, or begin a new run without --from.',
  },
  'clips-missing': {
    exit: 3,
    sentence: '{folder} holds no finished clips (clips.json).',
    remedy: 'Give the folder of clips that "onset synth --preset windows" has made; where it was interrupted, run it again.',
  },
  'clips-too-few': {
    exit: 3,
    sentence: 'There are no clips for {use} in {folders}.',
    remedy: 'Give clips of two people or more (scores of forty mean something), or clips of other people for scoring (--validation).',
  },
  'clips-unfit': {
    exit: 3,
    sentence: 'The clips in {folder} are {clips}, and the network takes {wanted}.',
    remedy: 'Choose another preset with --preset, or make clips of that size.',
  },
  'clips-unlike': {
    exit: 3,
    sentence: 'The clips in {one} and {two} cannot be mixed: {reason}.',
    remedy: 'Give clips that were made with the same settings.',
  },
  'data-in-use': {
    exit: 2,
    sentence: '{data} is being read for {run}.',
    remedy: 'Stop that first, or wait for its end.',
  },
  'data-unfinished': {
    exit: 1,
    sentence: 'Onset ended before the clips of {data} were made.',
    remedy: 'Have them made again; what was cut out of a set by then is kept and not cut out twice.',
  },
  'data-unknown': {
    exit: 2,
    sentence: 'There is no data {data} in the Trainer.',
    remedy: 'It may have been removed; choose other data.',
  },
  'data-unready': {
    exit: 2,
    sentence: '{data} cannot be learnt from: {reason}.',
    remedy: 'Wait until its clips are made, or prepare it anew.',
  },
  'engine-ended': {
    exit: 1,
    sentence: 'The engine ended and did not come up again: {reason}.',
    remedy: 'See what it printed before; "onset doctor" shows what is missing on this machine.',
  },
  'engine-unable': {
    exit: 1,
    sentence: 'The engine cannot start. {line}',
    remedy: 'Then start Onset again.',
  },
  'evaluation-damaged': {
    exit: 3,
    sentence: '{path} was not written whole by an evaluation, or has been changed since.',
    remedy: 'Remove that file; the next start of the evaluation makes it anew.',
  },
  'evaluation-generated': {
    exit: 2,
    sentence: 'Every clip in {data} was made by a generator, and generated clips are learnt from, never tested.',
    remedy: 'Add clips that were filmed, or drawn over faces, to be tested on; or train on the generated ones instead.',
  },
  'evaluation-leaks': {
    exit: 3,
    sentence: 'The fold that holds out {held} is not run, because its figures would be too good: {reason}.',
    remedy: 'Give data in which nobody who is tested was seen before, and --from a run that did not learn from these people.',
  },
  'evaluation-other': {
    exit: 2,
    sentence: '{folder} holds another evaluation: {reason}.',
    remedy: 'Give another folder with --out, or the call that it was begun with.',
  },
  'evaluation-unfinished': {
    exit: 1,
    sentence: '{done} of {of} folds in {folder} are done, so there is no table yet.',
    remedy: 'Run the missing folds with the same call without --merge, on this machine or with --fold on others.',
  },
  'evaluation-unlike': {
    exit: 3,
    sentence: 'The fold that was asked for does not come of the data here: {folders}.',
    remedy: 'Give this machine the same release of the data sets with --data NAME=DIR, and the same version of Onset.',
  },
  'event-disordered': {
    exit: 2,
    sentence: 'The onset of an event cannot lie after its apex, nor its apex after its offset.',
    remedy: 'Put the onset at or before the apex, and the apex at or before the offset.',
  },
  'face-rights-missing': {
    exit: 2,
    sentence: 'The faces in {folder} are to be changed, and nobody has said by what right.',
    remedy: 'Say where the faces are from: public domain, a licence that allows it, the consent of those shown, or your own face.',
  },
  'face-unseen': {
    exit: 2,
    sentence: 'The face of track {track} is not seen at {timeS} s.',
    remedy: 'Choose a frame between those that show the face.',
  },
  'fold-killed': {
    exit: 1,
    sentence: 'The process of the fold that holds out {held} ended without a result ({how}).',
    remedy: 'Start again with the same call; folds that are done are kept. If memory ran out, give fewer --jobs or a smaller --batch.',
  },
  'folder-with-several-series': {
    exit: 3,
    sentence: '{folder} holds several sequences of images: {patterns}.',
    remedy: 'Move each sequence into a folder of its own.',
  },
  'folder-without-images': {
    exit: 3,
    sentence: '{folder} holds no images.',
    remedy: 'Give a video file, or a folder of numbered JPEG, PNG, BMP, TIFF, WebP or PNM images.',
  },
  'frame-undecodable': {
    exit: 3,
    sentence: 'Frame {frame} of {path} cannot be decoded.',
    remedy: 'The video is damaged at this place; the frames before and after it can be looked at.',
  },
  'generator-missing': {
    exit: 2,
    sentence: 'The run {run} has no generator: {reason}.',
    remedy: 'Train one of the networks that make faces and clips to its end, or finish such a run now.',
  },
  'generator-unfit': {
    exit: 3,
    sentence: '{path} is no generator of faces: {reason}.',
    remedy: 'Give the `generator.onnx` of a run of `onset train ice-gan` or `onset train au-icgan`.',
  },
  'generator-unlike': {
    exit: 3,
    sentence: 'The generator {generator} cannot make clips of the people in {data}: {reason}.',
    remedy: 'Choose clips like those that the generator learnt from: of the same size, with some of the same action units or classes.',
  },
  'images-differ-in-size': {
    exit: 3,
    sentence: '{name} in {folder} is {size} pixels, but the images before it are {expected}.',
    remedy: 'Bring all images of a sequence to one size, or move those that do not belong to it.',
  },
  'input-empty': {
    exit: 3,
    sentence: '{path} is empty.',
    remedy: 'Copy or record the file again.',
  },
  'input-empty-folder': {
    exit: 3,
    sentence: 'The folder {path} holds neither videos nor images.',
    remedy: 'Give a folder that holds the files itself; folders inside folders are not entered.',
  },
  'input-not-found': {
    exit: 3,
    sentence: 'There is no file or folder at {path}.',
    remedy: 'Check the spelling, or put quotes around a path with spaces.',
  },
  'input-undecodable': {
    exit: 3,
    sentence: '{path} cannot be decoded: {reason}.',
    remedy: 'Check that it plays elsewhere and was copied whole; `ffmpeg -i` converts most damaged files.',
  },
  'input-unreadable': {
    exit: 3,
    sentence: '{path} cannot be read: {reason}.',
    remedy: 'Check that the file is yours to read and that no other program holds it.',
  },
  'input-without-video': {
    exit: 3,
    sentence: '{path} holds no video.',
    remedy: 'Give a file with a video track; sound alone, even with a cover picture, has no faces to follow.',
  },
  'interface-missing': {
    exit: 1,
    sentence: 'The interface is not built: {folder} holds no index.html.',
    remedy: 'Run "npm run setup" once.',
  },
  'internal': {
    exit: 1,
    sentence: 'An error in Onset itself kept {what} from being done.',
    remedy: 'Try it once more; if it stays, report it with what "onset doctor" prints.',
  },
  'job-unknown': {
    exit: 2,
    sentence: 'There is no job {job} any more.',
    remedy: 'Start it again; jobs end with the engine that ran them.',
  },
  'landmark-bundle-missing': {
    exit: 1,
    sentence: 'There are no landmark networks of the kind "{name}" in {folders}.',
    remedy: 'Run "npm run setup"; it makes the kind "mesh" without a download and tries to fetch the kind "official".',
  },
  'landmark-bundle-wrong': {
    exit: 1,
    sentence: '{path} is not the landmark bundle its name says (its SHA-256 is {sha256}).',
    remedy: 'Delete the file and run "npm run setup".',
  },
  'landmarker-failed': {
    exit: 1,
    sentence: 'The landmark networks stopped working: {reason}.',
    remedy: 'Run "onset doctor"; if it finds nothing, try the other networks with --landmarks mesh or --landmarks official.',
  },
  'live-busy': {
    exit: 1,
    sentence: '{source} is being watched already.',
    remedy: 'Stop it first; one source is watched at a time.',
  },
  'live-off': {
    exit: 1,
    sentence: 'Nothing is being watched live at the moment.',
    remedy: 'Start a camera or a stream, and ask again.',
  },
  'model-fixed': {
    exit: 2,
    sentence: '{model} comes with Onset and is left as it is.',
    remedy: 'Export it and import the copy to write a card of your own.',
  },
  'model-in-use': {
    exit: 2,
    sentence: '{model} is the recognizer in use.',
    remedy: 'Install another one first, or go back to the one that came with Onset.',
  },
  'model-invalid': {
    exit: 3,
    sentence: '{model} is not a sound ONNX model: {problem}.',
    remedy: 'Fetch or train the file again; "onset models verify {model}" lists everything that is wrong with it.',
  },
  'model-not-onnx': {
    exit: 3,
    sentence: '{model} is not an ONNX model: {reason}.',
    remedy: 'Give the .onnx file that "onset train" has written, and check that it was copied whole.',
  },
  'model-other-recipe': {
    exit: 3,
    sentence: '{model} was trained on crops of recipe {theirs}, and this version of Onset makes {ours}.',
    remedy: 'Use a recognizer for {ours}, or train it again with this version.',
  },
  'model-unfit': {
    exit: 3,
    sentence: '{model} is no recognizer: {problem}.',
    remedy: 'Use a file that "onset train" has written; "onset models verify {model}" lists everything that is wrong with it.',
  },
  'model-unknown': {
    exit: 2,
    sentence: 'There is no model {model}.',
    remedy: 'It may have been removed; look at the list of models again.',
  },
  'model-unusable': {
    exit: 3,
    sentence: '{model} cannot be used as a recognizer: {problem}.',
    remedy: 'Take a model file that Onset wrote; "onset models verify FILE" lists everything that is wrong with one.',
  },
  'moment-unrecorded': {
    exit: 3,
    sentence: 'Nobody recorded this moment of the session, so there is no picture of it.',
    remedy: 'What was measured can be seen all the same; for pictures, press Record while it is watched live.',
  },
  'neutral-without-face': {
    exit: 2,
    sentence: 'No face is seen in {path} from {fromS} s to {toS} s, so it cannot serve as the neutral.',
    remedy: 'Give --neutral a span in which each face is in view and at rest, or leave it out.',
  },
  'output-busy': {
    exit: 1,
    sentence: '{path} is being written by another run.',
    remedy: 'Wait until that run has ended, or choose another folder with --out.',
  },
  'output-taken': {
    exit: 1,
    sentence: '{path} holds the results of another input, {other}.',
    remedy: 'Choose another folder with --out, another --name, or replace them with --force.',
  },
  'output-unwritable': {
    exit: 1,
    sentence: 'Nothing can be written to {path}: {reason}.',
    remedy: 'Choose another folder, or make room on the disk.',
  },
  'participant-unknown': {
    exit: 2,
    sentence: '{session} holds no consent of {participant}.',
    remedy: 'Check the name in the session\'s list of consents; it must be written as there.',
  },
  'portraits-missing': {
    exit: 3,
    sentence: '{folder} holds no portraits.',
    remedy: 'Give a folder of .jpg, .png, .webp or .bmp pictures with one face each.',
  },
  'portraits-without-face': {
    exit: 3,
    sentence: 'No face is found in any picture in {folder}.',
    remedy: 'Give portraits that show a face from the front, at least a tenth of the picture wide.',
  },
  'provider-unavailable': {
    exit: 1,
    sentence: 'The execution provider {provider} cannot run {model}: {reason}.',
    remedy: 'Leave --provider at auto; "onset doctor" says which providers this machine has.',
  },
  'queue-unreachable': {
    exit: 1,
    sentence: 'The queue at {url} cannot be reached: {reason}.',
    remedy: 'Check that a Redis or Valkey server runs there and that this machine may connect to it.',
  },
  'recording-not-agreed': {
    exit: 2,
    sentence: 'Nothing is recorded: {participants} agreed to be analyzed only.',
    remedy: 'Watch without recording, or show them the notice again before another session.',
  },
  'replay-empty': {
    exit: 1,
    sentence: 'There is no replay to keep: nothing is in memory.',
    remedy: 'Wait until the first pictures have come, and start with a replay of more than 0 seconds.',
  },
  'request-malformed': {
    exit: 2,
    sentence: '{name} was asked for in a way that is not allowed: {problem}.',
    remedy: 'Reload the page; if it stays, report it with what "onset doctor" prints.',
  },
  'request-refused': {
    exit: 2,
    sentence: 'This was not asked for by a page that Onset gave: {problem}.',
    remedy: 'Open the address that "onset serve" printed, whole, with what stands behind #.',
  },
  'request-unknown': {
    exit: 2,
    sentence: 'A page asked for {name}, which this version of Onset does not know.',
    remedy: 'Reload the page, so that page and engine are of one version.',
  },
  'results-unlike': {
    exit: 2,
    sentence: 'The results of {one} and {two} cannot be compared: {reason}.',
    remedy: 'Compare results of the same protocol, classes and data.',
  },
  'run-busy': {
    exit: 2,
    sentence: 'The run {run} is {state}, and cannot be told to {command}.',
    remedy: 'Wait until it is ready for that, or stop it first.',
  },
  'run-exists': {
    exit: 1,
    sentence: '{folder} holds a run of {network}, {step} steps long.',
    remedy: 'Go on with it with --resume, or choose another folder with --out.',
  },
  'run-missing': {
    exit: 3,
    sentence: 'There is no run in {folder} to go on with.',
    remedy: 'Check the folder (--resume looks in the one given with --out, --from names its own), or leave these out to begin anew.',
  },
  'run-unknown': {
    exit: 2,
    sentence: 'There is no run {run} in the Trainer.',
    remedy: 'It may have been removed; look at the list of runs again.',
  },
  'run-unsaved': {
    exit: 1,
    sentence: '{path} could not be saved at step {step}: {reason}.',
    remedy: 'Make room on the disk or free the folder, then make the same call again (a training with --resume); what was saved before is whole.',
  },
  'run-unscored': {
    exit: 2,
    sentence: 'The run {run} has no parameters yet that clips could be scored with.',
    remedy: 'Wait for the end of its first epoch.',
  },
  'scoring-failed': {
    exit: 1,
    sentence: 'Scoring with {model} failed on {provider}: {reason}.',
    remedy: 'Try --provider cpu; if it happens again, check the file with "onset models verify {model}".',
  },
  'serve-unable': {
    exit: 1,
    sentence: 'Nothing can be served at {host} port {port}: {reason}.',
    remedy: 'Give an address of this machine with --host and a port above 1023 with --port, or leave both out.',
  },
  'session-busy': {
    exit: 1,
    sentence: '{session} is in use: {what}.',
    remedy: 'End or cancel that first, then try again.',
  },
  'session-damaged': {
    exit: 3,
    sentence: 'The session {path} is damaged: {reason}.',
    remedy: 'Take it from a copy, or analyze the video again.',
  },
  'session-foreign': {
    exit: 3,
    sentence: '{path} is not an Onset session.',
    remedy: 'Give a NAME.onset file that "onset analyze" has written.',
  },
  'session-lacks': {
    exit: 2,
    sentence: 'The session has no {what}.',
    remedy: 'It may have been changed in another window; open it again.',
  },
  'session-newer': {
    exit: 3,
    sentence: 'The session {path} was written by a newer Onset (format {version}; this one reads up to {known}).',
    remedy: 'Update Onset, or analyze the video again with this version.',
  },
  'session-reviewed': {
    exit: 1,
    sentence: '{path} holds {decisions} verdicts or notes of a reviewer, which another analysis would lose.',
    remedy: 'Choose another folder with --out, or give them up with --force.',
  },
  'session-unknown': {
    exit: 2,
    sentence: 'There is no session {session} in the library.',
    remedy: 'Open its file again, if it still exists.',
  },
  'set-column-missing': {
    exit: 3,
    sentence: '{path} has no column {missing}; its titles are: {found}.',
    remedy: 'Give the column the title that docs/data-sets.md names for it (upper case, spaces and underscores make no difference), or take the label file of the official release.',
  },
  'set-column-twice': {
    exit: 3,
    sentence: '{path} has two columns "{title}" that differ: row {row} has "{one}" in the one and "{other}" in the other.',
    remedy: 'Delete or rename the column that is not meant, or take the label file of the official release.',
  },
  'set-empty': {
    exit: 3,
    sentence: '{path} labels {clips} clips of {set}, and {folder} holds the pictures of none of them; the first is looked for as {first}.',
    remedy: 'Unpack the pictures into the folder in the layout of docs/data-sets.md, beside the label file.',
  },
  'set-foreign': {
    exit: 3,
    sentence: '{folder} does not look like {set}: {reason}.',
    remedy: 'Give the folder into which the release was unpacked; docs/data-sets.md shows the layout of every set, and `onset data DIR` tells which set a folder looks like.',
  },
  'set-labels-missing': {
    exit: 3,
    sentence: '{folder} holds no label file of {set}: {wanted}.',
    remedy: 'Put the label file of the release into the folder (docs/data-sets.md says which one is read); one of another name is read by `onset data DIR --set NAME --labels FILE`.',
  },
  'set-labels-old-excel': {
    exit: 3,
    sentence: '{path} is a workbook of Excel 97 to 2003, which is not read.',
    remedy: 'Open it in a spreadsheet program and save it as .xlsx beside the old one, under the same name.',
  },
  'set-labels-unreadable': {
    exit: 3,
    sentence: '{path} cannot be read as the labels of {set}: {reason}.',
    remedy: 'Take the file anew from the release; where it was edited, compare it with the layout in docs/data-sets.md.',
  },
  'set-several': {
    exit: 3,
    sentence: '{folder} holds several data sets: {sets}.',
    remedy: 'Give the folder of one of them, or say with --set which is meant.',
  },
  'set-unknown': {
    exit: 3,
    sentence: '{folder} looks like no data set that is read: {reason}.',
    remedy: 'Say which set it is with --set, or compare the folder with the layouts in docs/data-sets.md.',
  },
  'set-unprepared': {
    exit: 3,
    sentence: 'No clip of the data set in {folder} can be used: {reason}.',
    remedy: 'Check with `onset data` that it is the release it is taken for, and that its pictures show faces.',
  },
  'source-lost': {
    exit: 1,
    sentence: '{name} stopped delivering pictures: {reason}.',
    remedy: 'Check the cable or the network and start again; what was recorded so far is kept.',
  },
  'spotting-frames-unlike': {
    exit: 3,
    sentence: '{video} has {frames} frames, its labels speak of {labels} pictures.',
    remedy: 'Keep other pictures out of the folder, or unpack the video anew.',
  },
  'spotting-without-videos': {
    exit: 3,
    sentence: '{folder} holds no long videos of {set}.',
    remedy: 'Give the folder of a set with long videos (casme-sq, samm-lv), of own videos whose labels.csv has the column type, or of clips that "onset synth" has made.',
  },
  'stream-unreachable': {
    exit: 3,
    sentence: '{name} does not deliver a stream: {reason}.',
    remedy: 'Check the address, and that the sender is running.',
  },
  'synthesis-without-consent': {
    exit: 2,
    sentence: 'The faces in {folder} are from the session {session}, and {participants} did not agree to have their face changed.',
    remedy: 'Record the consent of everybody in the session with the scope "synthesis", or take other faces.',
  },
  'trainer-elsewhere': {
    exit: 1,
    sentence: 'Another Onset (process {pid}) works on the training of this data folder.',
    remedy: 'Use that window, or close it and try again.',
  },
  'trainer-replaced': {
    exit: 2,
    sentence: '{what} was given up because the same was asked again.',
    remedy: 'Wait for the newer answer.',
  },
  'trainer-work-ended': {
    exit: 1,
    sentence: '{what} ended without a word ({how}).',
    remedy: 'If memory ran out, close other programs and try again; if it stays so, report it with what `onset doctor` prints.',
  },
  'training-data-changed': {
    exit: 3,
    sentence: 'The run in {folder} was trained on other samples: {was} then, {is} now.',
    remedy: 'Give the data as it was, or begin a new run in another folder with --out.',
  },
  'training-diverged': {
    exit: 1,
    sentence: 'Training in {folder} left its course at step {step} ({reason}); {kept}.',
    remedy: 'Go on from there with --resume and a lower --lr, a third of this one to begin with.',
  },
  'training-killed': {
    exit: 1,
    sentence: 'The system ended the training of {network} in {folder} ({how}) {when}.',
    remedy: 'This is what running out of memory looks like: go on with --resume after closing other programs, or begin anew with half the --batch.',
  },
  'training-out-of-memory': {
    exit: 1,
    sentence: 'There is not enough memory for training {network} with a batch of {batch}.',
    remedy: '{advice}.',
  },
  'upload-no-room': {
    exit: 1,
    sentence: '{name} does not fit on the disk: {neededMb} MB are to be kept, {freeMb} MB are free.',
    remedy: 'Make room where Onset keeps its data, or analyze the file where it lies with "onset analyze".',
  },
  'upload-unknown': {
    exit: 2,
    sentence: 'The file that was sent is not there any more.',
    remedy: 'Send it again.',
  },
  'usage': {
    exit: 2,
    sentence: '{problem}.',
    remedy: '{hint}',
  },
  'video-changed': {
    exit: 3,
    sentence: '{path} is not the video that this session was made from: {reason}.',
    remedy: 'Put the original file back where it was, or analyze this one.',
  },
  'video-missing': {
    exit: 3,
    sentence: 'The video of this session, {path}, is not there.',
    remedy: 'Put it back, or put it into the folder of the session file; events and curves can be looked at without it.',
  },
} as const;

/** The facts each error's sentence and remedy need. */
export interface ErrorFacts {
  'beginning-foreign': { network: string | number; folder: string | number; reason: string | number };
  'camera-unavailable': { name: string | number; reason: string | number };
  'checkpoint-damaged': { path: string | number; reason: string | number };
  'checkpoint-foreign': { folder: string | number; network: string | number; reason: string | number };
  'clip-check-failed': { path: string | number; reason: string | number };
  'clip-unknown': { data: string | number; index: string | number; part: string | number };
  'clips-damaged': { path: string | number; reason: string | number };
  'clips-labelled-otherwise': { folder: string | number; what: string | number; clips: string | number; wanted: string | number };
  'clips-missing': { folder: string | number };
  'clips-too-few': { use: string | number; folders: string | number };
  'clips-unfit': { folder: string | number; clips: string | number; wanted: string | number };
  'clips-unlike': { one: string | number; two: string | number; reason: string | number };
  'data-in-use': { data: string | number; run: string | number };
  'data-unfinished': { data: string | number };
  'data-unknown': { data: string | number };
  'data-unready': { data: string | number; reason: string | number };
  'engine-ended': { reason: string | number };
  'engine-unable': { line: string | number };
  'evaluation-damaged': { path: string | number };
  'evaluation-generated': { data: string | number };
  'evaluation-leaks': { held: string | number; reason: string | number };
  'evaluation-other': { folder: string | number; reason: string | number };
  'evaluation-unfinished': { done: string | number; of: string | number; folder: string | number };
  'evaluation-unlike': { folders: string | number };
  'event-disordered': Record<string, never>;
  'face-rights-missing': { folder: string | number };
  'face-unseen': { track: string | number; timeS: string | number };
  'fold-killed': { held: string | number; how: string | number };
  'folder-with-several-series': { folder: string | number; patterns: string | number };
  'folder-without-images': { folder: string | number };
  'frame-undecodable': { frame: string | number; path: string | number };
  'generator-missing': { run: string | number; reason: string | number };
  'generator-unfit': { path: string | number; reason: string | number };
  'generator-unlike': { generator: string | number; data: string | number; reason: string | number };
  'images-differ-in-size': { name: string | number; folder: string | number; size: string | number; expected: string | number };
  'input-empty': { path: string | number };
  'input-empty-folder': { path: string | number };
  'input-not-found': { path: string | number };
  'input-undecodable': { path: string | number; reason: string | number };
  'input-unreadable': { path: string | number; reason: string | number };
  'input-without-video': { path: string | number };
  'interface-missing': { folder: string | number };
  'internal': { what: string | number };
  'job-unknown': { job: string | number };
  'landmark-bundle-missing': { name: string | number; folders: string | number };
  'landmark-bundle-wrong': { path: string | number; sha256: string | number };
  'landmarker-failed': { reason: string | number };
  'live-busy': { source: string | number };
  'live-off': Record<string, never>;
  'model-fixed': { model: string | number };
  'model-in-use': { model: string | number };
  'model-invalid': { model: string | number; problem: string | number };
  'model-not-onnx': { model: string | number; reason: string | number };
  'model-other-recipe': { model: string | number; theirs: string | number; ours: string | number };
  'model-unfit': { model: string | number; problem: string | number };
  'model-unknown': { model: string | number };
  'model-unusable': { model: string | number; problem: string | number };
  'moment-unrecorded': Record<string, never>;
  'neutral-without-face': { path: string | number; fromS: string | number; toS: string | number };
  'output-busy': { path: string | number };
  'output-taken': { path: string | number; other: string | number };
  'output-unwritable': { path: string | number; reason: string | number };
  'participant-unknown': { session: string | number; participant: string | number };
  'portraits-missing': { folder: string | number };
  'portraits-without-face': { folder: string | number };
  'provider-unavailable': { provider: string | number; model: string | number; reason: string | number };
  'queue-unreachable': { url: string | number; reason: string | number };
  'recording-not-agreed': { participants: string | number };
  'replay-empty': Record<string, never>;
  'request-malformed': { name: string | number; problem: string | number };
  'request-refused': { problem: string | number };
  'request-unknown': { name: string | number };
  'results-unlike': { one: string | number; two: string | number; reason: string | number };
  'run-busy': { run: string | number; state: string | number; command: string | number };
  'run-exists': { folder: string | number; network: string | number; step: string | number };
  'run-missing': { folder: string | number };
  'run-unknown': { run: string | number };
  'run-unsaved': { path: string | number; step: string | number; reason: string | number };
  'run-unscored': { run: string | number };
  'scoring-failed': { model: string | number; provider: string | number; reason: string | number };
  'serve-unable': { host: string | number; port: string | number; reason: string | number };
  'session-busy': { session: string | number; what: string | number };
  'session-damaged': { path: string | number; reason: string | number };
  'session-foreign': { path: string | number };
  'session-lacks': { what: string | number };
  'session-newer': { path: string | number; version: string | number; known: string | number };
  'session-reviewed': { path: string | number; decisions: string | number };
  'session-unknown': { session: string | number };
  'set-column-missing': { path: string | number; missing: string | number; found: string | number };
  'set-column-twice': { path: string | number; title: string | number; row: string | number; one: string | number; other: string | number };
  'set-empty': { path: string | number; clips: string | number; set: string | number; folder: string | number; first: string | number };
  'set-foreign': { folder: string | number; set: string | number; reason: string | number };
  'set-labels-missing': { folder: string | number; set: string | number; wanted: string | number };
  'set-labels-old-excel': { path: string | number };
  'set-labels-unreadable': { path: string | number; set: string | number; reason: string | number };
  'set-several': { folder: string | number; sets: string | number };
  'set-unknown': { folder: string | number; reason: string | number };
  'set-unprepared': { folder: string | number; reason: string | number };
  'source-lost': { name: string | number; reason: string | number };
  'spotting-frames-unlike': { video: string | number; frames: string | number; labels: string | number };
  'spotting-without-videos': { folder: string | number; set: string | number };
  'stream-unreachable': { name: string | number; reason: string | number };
  'synthesis-without-consent': { folder: string | number; session: string | number; participants: string | number };
  'trainer-elsewhere': { pid: string | number };
  'trainer-replaced': { what: string | number };
  'trainer-work-ended': { what: string | number; how: string | number };
  'training-data-changed': { folder: string | number; was: string | number; is: string | number };
  'training-diverged': { folder: string | number; step: string | number; reason: string | number; kept: string | number };
  'training-killed': { network: string | number; folder: string | number; how: string | number; when: string | number };
  'training-out-of-memory': { network: string | number; batch: string | number; advice: string | number };
  'upload-no-room': { name: string | number; neededMb: string | number; freeMb: string | number };
  'upload-unknown': Record<string, never>;
  'usage': { problem: string | number; hint: string | number };
  'video-changed': { path: string | number; reason: string | number };
  'video-missing': { path: string | number };
}
