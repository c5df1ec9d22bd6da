/** What messages travel on: a MessagePort in Electron, a WebSocket in a browser. It knows nothing of what they say. */
export interface Carrier {
  /** A message that can no longer arrive is dropped: `onClose` has told or will tell. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once. The reason is a sentence for a person; null where none was given. */
  onClose(listener: (reason: string | null) => void): void;
  close(): void;
}
