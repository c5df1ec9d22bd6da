/** Numbers as words of the Trainer have them. */
export const count = (number: number): string => number.toLocaleString('en');
export const some = (number: number, one: string, many: string): string =>
  `${count(number)} ${number === 1 ? one : many}`;
