/**
 * What the engine process and the process that started it (Electron's main, or `onset serve`) say to each other.
 * What a page and the engine say is in `channels/` and passes them by: in Electron through a port that comes with
 * `connect`, in `onset serve` as the bytes of WebSocket messages, which are relayed unread.
 */
export type ToEngine =
  | {
      readonly kind: 'start';
      /** Null: where this platform keeps a program's data, or $ONSET_DATA. */
      readonly dataDir: string | null;
      readonly carrier: 'electron' | 'browser';
    }
  | {
      readonly kind: 'connect';
      readonly connection: number;
      /** `stream`: another program that wants what is measured live, as text (docs/live-stream.md). */
      readonly as: 'page' | 'stream';
      /** Why the engine was started again, for pages that knew the one before; null for new ones. */
      readonly restarted: string | null;
    }
  | { readonly kind: 'disconnect'; readonly connection: number }
  | { readonly kind: 'bytes'; readonly connection: number; readonly bytes: Uint8Array }
  /** So many bytes of those for a page have left this machine's buffers. */
  | { readonly kind: 'flushed'; readonly connection: number; readonly bytes: number }
  | { readonly kind: 'ask'; readonly id: number; readonly about: PathQuestion }
  /** The machine goes to sleep: what is recorded is brought to an end that can be read, cameras are let go. */
  | { readonly kind: 'suspend' }
  /** A process that the engine asked for runs; the message's port leads to it. */
  | { readonly kind: 'child-started'; readonly child: number; readonly pid: number | null }
  | { readonly kind: 'child-ended'; readonly child: number; readonly how: string }
  /** Ends after what is being written is whole. */
  | { readonly kind: 'stop' };

export type FromEngine =
  | { readonly kind: 'ready'; readonly dataDir: string }
  /** It cannot start; one line for a person. Starting it again would not help. */
  | { readonly kind: 'unable'; readonly line: string }
  | { readonly kind: 'disconnect'; readonly connection: number; readonly reason: string }
  | { readonly kind: 'bytes'; readonly connection: number; readonly bytes: Uint8Array }
  /**
   * Wants a process of its own that trains, or does a chore of the Trainer. Only said to the desktop: under plain Node
   * the engine forks.
   */
  | { readonly kind: 'start-child'; readonly child: number; readonly module: ChildModule }
  | { readonly kind: 'kill-child'; readonly child: number }
  /** Something runs that sleep would break off, or nothing any more. Said with each change. */
  | { readonly kind: 'at-work'; readonly isAtWork: boolean }
  /** Null: there is no such thing. */
  | { readonly kind: 'answer'; readonly id: number; readonly path: string | null };

/** Pages know ids; whoever serves them bytes asks for the path here. */
export type PathQuestion =
  /** The video or sound a session was made from. */
  | { readonly of: 'media'; readonly session: string }
  /** A file that a job wrote. */
  | { readonly of: 'file'; readonly job: string; readonly name: string };

/**
 * The engine's environment. Every live session begins threads of its own; glibc gives each its own heap and keeps what
 * was freed there, some 20 MB a session. Two heaps stay as they are. Other systems do not know the variable.
 */
export const engineEnvironment = <Value>(
  environment: Readonly<Record<string, Value>>,
): Record<string, Value | string> => ({ MALLOC_ARENA_MAX: '2', ...environment });

/** What may be started beside the engine. */
export const CHILD_MODULES = ['training', 'chore', 'fold', 'preparation'] as const;
export type ChildModule = (typeof CHILD_MODULES)[number];
