/** What may be chosen where a folder holds more than one of a thing. */
export interface ReadOptions {
  /** A part of the name of the label file to read. */
  readonly labels?: string | undefined;
  /** A part of the path of the pictures to read, below the folder. */
  readonly pictures?: string | undefined;
}
