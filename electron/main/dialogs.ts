import { dialog, type FileFilter, type OpenDialogOptions } from 'electron';
import type { FileKind } from '../../contract/shell.ts';
import { TEXTS } from './texts.ts';
import type { Window } from './windows.ts';

/** What is offered first; everything else FFmpeg reads is under "All files". */
const VIDEOS = ['mp4', 'mov', 'mkv', 'avi', 'webm', 'm4v', 'mts', 'm2ts', 'mpg', 'mpeg', 'wmv', 'mxf', 'ts'];
const ALL: FileFilter = { name: TEXTS.filters.all, extensions: ['*'] };

const CHOICES: Readonly<Record<FileKind, OpenDialogOptions>> = {
  video: {
    title: TEXTS.choose.video,
    filters: [{ name: TEXTS.filters.videos, extensions: VIDEOS }, ALL],
    properties: ['openFile', 'multiSelections'],
  },
  session: {
    title: TEXTS.choose.session,
    filters: [{ name: TEXTS.filters.sessions, extensions: ['onset'] }],
    properties: ['openFile', 'multiSelections'],
  },
  model: {
    title: TEXTS.choose.model,
    filters: [{ name: TEXTS.filters.models, extensions: ['onnx'] }],
    properties: ['openFile'],
  },
};

const ANYTHING: OpenDialogOptions = {
  title: TEXTS.choose.open,
  filters: [
    { name: `${TEXTS.filters.videos}, ${TEXTS.filters.sessions}`, extensions: [...VIDEOS, 'onset'] },
    ALL,
  ],
  properties: ['openFile', 'multiSelections'],
};

/** Paths a person chose; none where they cancelled. */
export async function chooseFiles(
  window: Window | null,
  kind: FileKind | 'anything',
): Promise<readonly string[]> {
  const { filePaths } = await show(window, kind === 'anything' ? ANYTHING : CHOICES[kind]);
  return filePaths;
}

export async function chooseFolder(window: Window | null): Promise<string | null> {
  const { filePaths } = await show(window, {
    title: TEXTS.choose.folder,
    properties: ['openDirectory', 'createDirectory'],
  });
  return filePaths[0] ?? null;
}

/** As a sheet of its window where there is one. */
function show(window: Window | null, options: OpenDialogOptions): Promise<Electron.OpenDialogReturnValue> {
  return window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options);
}
