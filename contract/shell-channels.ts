/** Names of the messages between the shell's main process and its preload script; pages know only `shell.ts`. */
export const SHELL_CHANNELS = {
  connect: 'onset:connect',
  port: 'onset:port',
  chooseFiles: 'onset:choose-files',
  chooseFolder: 'onset:choose-folder',
  showFile: 'onset:show-file',
  askForCamera: 'onset:ask-for-camera',
  addRecent: 'onset:add-recent',
  setTheme: 'onset:set-theme',
  /** The page listens: what it missed may be told. */
  listening: 'onset:listening',
  command: 'onset:command',
  open: 'onset:open',
} as const;
