/** The keys of the Review view. */
import { app } from '../app-state.svelte.ts';
import { t } from '../strings/index.ts';
import type { ShortcutGroup } from '../ui/shortcuts.svelte.ts';
import { MOMENTS } from './moments.ts';
import type { Review } from './review.svelte.ts';
import type { Timeline } from './timeline/timeline.svelte.ts';
import { layers } from './viewer/layers.svelte.ts';
import type { Sound } from './viewer/sound.svelte.ts';

/** How much slower a candidate is played over and over, where no other speed was chosen. */
const LOOP_SPEED = 1 / 4;

export interface ReviewActions {
  readonly openDialog: (dialog: 'relabel' | 'add' | 'note' | 'export') => void;
  readonly search: () => void;
}

export function loopEvent(review: Review): void {
  const { chosen, player } = review;
  if (chosen === null) return;
  if (player.isLooping) player.pause();
  else {
    // A little before and after, so that the eye sees it come and go.
    const margin = Math.max(2, Math.round((chosen.offset.frameIndex - chosen.onset.frameIndex) / 2));
    player.play(player.chosenSpeed === 1 ? LOOP_SPEED : player.chosenSpeed, {
      from: Math.max(0, chosen.onset.frameIndex - margin),
      to: Math.min(player.lastFrame, chosen.offset.frameIndex + margin),
    });
  }
}

export function reviewShortcuts(
  review: Review,
  timeline: Timeline,
  sound: Sound,
  actions: ReviewActions,
): readonly ShortcutGroup[] {
  const { player } = review;
  const words = t.review.keys;
  const withChosen = (run: () => void) => (): void => {
    if (review.chosen !== null) run();
  };
  return [
    {
      title: words.play,
      shortcuts: [
        { keys: ['ArrowLeft', ','], does: words.frame, run: () => player.step(-1), repeats: true },
        { keys: ['ArrowRight', '.'], does: words.frame, run: () => player.step(1), repeats: true },
        {
          keys: ['Shift+ArrowLeft'],
          does: words.jump,
          run: () => player.step(-app.settings.jumpFrames),
          repeats: true,
        },
        {
          keys: ['Shift+ArrowRight'],
          does: words.jump,
          run: () => player.step(app.settings.jumpFrames),
          repeats: true,
        },
        { keys: ['Home'], does: words.ends, run: () => player.seek(0) },
        { keys: ['End'], does: words.ends, run: () => player.seek(player.lastFrame) },
        { keys: ['Space'], does: words.pause, run: () => player.toggle() },
        { keys: ['j'], does: words.shuttle, run: () => player.shuttle(-1) },
        { keys: ['k'], does: words.shuttle, run: () => player.pause() },
        { keys: ['l'], does: words.shuttle, run: () => player.shuttle(1) },
        { keys: ['<', 'Shift+J'], does: words.speed, run: () => player.slower() },
        { keys: ['>', 'Shift+L'], does: words.speed, run: () => player.faster() },
        { keys: ['p'], does: words.loop, run: () => loopEvent(review) },
        { keys: ['o'], does: words.overlay, run: () => layers.toggleAll() },
        {
          keys: ['m'],
          does: words.mute,
          run: () => {
            if (review.view.hasSound) void sound.toggle();
          },
        },
      ],
    },
    {
      title: words.decide,
      shortcuts: [
        { keys: ['ArrowUp', '['], does: words.next, run: () => review.chooseNext(-1), repeats: true },
        { keys: ['ArrowDown', ']'], does: words.next, run: () => review.chooseNext(1), repeats: true },
        { keys: ['u'], does: words.unreviewed, run: () => review.chooseNextUnreviewed() },
        ...MOMENTS.map((moment, index) => ({
          keys: [String(index + 1)],
          does: words.go,
          run: () => review.goToMoment(moment),
        })),
        ...MOMENTS.map((moment, index) => ({
          keys: [`Shift+${index + 1}`],
          does: words.set,
          run: () => review.setMomentHere(moment),
        })),
        { keys: ['c', 'Enter'], does: words.confirm, run: () => void review.confirm() },
        { keys: ['x', 'Delete'], does: words.reject, run: () => void review.reject() },
        { keys: ['r'], does: words.relabel, run: withChosen(() => actions.openDialog('relabel')) },
        { keys: ['a'], does: words.add, run: () => actions.openDialog('add') },
        { keys: ['n'], does: words.note, run: () => actions.openDialog('note') },
        { keys: ['Ctrl+Z'], does: words.undo, run: () => void review.undo(), repeats: true },
        { keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], does: words.redo, run: () => void review.redo(), repeats: true },
        { keys: ['Ctrl+E'], does: words.export, run: () => actions.openDialog('export') },
        { keys: ['/', 'Ctrl+F'], does: words.search, run: () => actions.search() },
        { keys: ['Escape'], does: words.none, run: () => review.choose(null) },
      ],
    },
    {
      title: words.time,
      shortcuts: [
        { keys: ['+', '='], does: words.zoom, run: () => timeline.zoom(1.5), repeats: true },
        { keys: ['-'], does: words.zoom, run: () => timeline.zoom(1 / 1.5), repeats: true },
        { keys: ['0'], does: words.fit, run: () => timeline.fit() },
        { keys: ['z'], does: words.toEvent, run: () => timeline.toEvent() },
      ],
    },
  ];
}
