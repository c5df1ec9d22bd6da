import { AV_CODEC_ID_RAWVIDEO, AV_CODEC_ID_WRAPPED_AVFRAME, AV_NOPTS_VALUE } from 'node-av/constants';
import { Rational } from 'node-av/lib';
import type { CodecParameters, Packet } from 'node-av/lib';
import type { Demuxed } from './demuxed.ts';
import type { PacketStream } from './source.ts';
import type { Timeline } from './timeline.ts';

const MICROSECONDS = new Rational(1, 1_000_000);

/** The packets of a live stream for whoever wants them. What is read while the stream is opened is kept until then. */
export class TappedPackets implements PacketStream, Disposable {
  readonly #demuxed: Demuxed;
  #early: Packet[] | null = [];
  #take: ((packet: Packet) => void) | null = null;
  #timeline: Timeline | null = null;

  constructor(demuxed: Demuxed) {
    this.#demuxed = demuxed;
    demuxed.tap = (packet) => {
      this.#see(packet);
    };
  }

  get parameters(): CodecParameters {
    return this.#demuxed.stream.codecpar;
  }

  get isRaw(): boolean {
    const { codecId } = this.parameters;
    return codecId === AV_CODEC_ID_RAWVIDEO || codecId === AV_CODEC_ID_WRAPPED_AVFRAME;
  }

  /** The clock that frames' times are on. */
  follow(timeline: Timeline): void {
    this.#timeline = timeline;
  }

  tap(take: (packet: Packet) => void): void {
    this.#take = take;
    const early = this.#early ?? [];
    this.#early = null;
    for (const packet of early) this.#handOn(packet);
  }

  /** Frames are being read: who wanted the packets from the first one has asked for them. */
  forgetUntapped(): void {
    if (!this.#early) return;
    for (const packet of this.#early) packet.free();
    this.#early = null;
    if (!this.#take) this.#demuxed.tap = null;
  }

  [Symbol.dispose](): void {
    this.#demuxed.tap = null;
    this.forgetUntapped();
  }

  #see(packet: Packet): void {
    const own = packet.clone();
    if (!own) throw new Error('internal: no memory for a packet');
    if (this.#early) this.#early.push(own);
    else this.#handOn(own);
  }

  #handOn(packet: Packet): void {
    const startUs = BigInt(this.#timeline?.startUs ?? 0);
    packet.rescaleTs(this.#demuxed.stream.timeBase, MICROSECONDS);
    packet.timeBase = MICROSECONDS;
    if (packet.pts !== AV_NOPTS_VALUE) packet.pts -= startUs;
    if (packet.dts !== AV_NOPTS_VALUE) packet.dts -= startUs;
    this.#take!(packet);
  }
}
