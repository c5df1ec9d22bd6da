import type { Packet } from 'node-av/lib';

/** However long a tail is asked for: what a picture of 4K at 60 a second brings in 20 s, and no more of memory. */
const MOST_BYTES = 256 * 2 ** 20;

/** The last seconds of a stream of packets, beginning with a picture that needs no other. */
export class PacketTail {
  readonly #keepUs: number;
  readonly #packets: Packet[] = [];
  #bytes = 0;

  /** 0: what is needed to begin at once, that is, from the last key picture on. */
  constructor(seconds: number) {
    this.#keepUs = seconds * 1e6;
  }

  /** Takes the packet over. */
  add(packet: Packet): void {
    if (this.#packets.length === 0 && !packet.isKeyframe) {
      packet.free();
      return;
    }
    this.#packets.push(packet);
    this.#bytes += packet.size;
    this.#trim(Number(packet.pts));
  }

  get spanUs(): number {
    const [first, last] = [this.#packets[0], this.#packets.at(-1)];
    return first && last ? Number(last.pts - first.pts) : 0;
  }

  /** Copies, the caller's to free; the pixels are shared. `isWhole`: all there is; else from the last key picture on. */
  copy(isWhole: boolean): Packet[] {
    const from = isWhole ? 0 : this.#packets.findLastIndex(({ isKeyframe }) => isKeyframe);
    return this.#packets.slice(Math.max(from, 0)).flatMap((packet) => packet.clone() ?? []);
  }

  clear(): void {
    for (const packet of this.#packets.splice(0)) packet.free();
    this.#bytes = 0;
  }

  /** Whole groups of pictures go, as long as what is left still covers the time, or fits. */
  #trim(nowUs: number): void {
    for (;;) {
      const next = this.#packets.findIndex(({ isKeyframe }, i) => i > 0 && isKeyframe);
      const isCovered = next > 0 && nowUs - Number(this.#packets[next]!.pts) >= this.#keepUs;
      const isTooLarge = this.#bytes > MOST_BYTES;
      if (!isCovered && !isTooLarge) return;
      for (const packet of this.#packets.splice(0, next > 0 ? next : this.#packets.length)) {
        this.#bytes -= packet.size;
        packet.free();
      }
    }
  }
}
