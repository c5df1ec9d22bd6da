import type { Handlers } from '../../contract/channels/index.ts';
import type { Analyses } from './analyses.ts';
import type { SessionLibrary } from './library.ts';
import type { JobQueue } from './jobs.ts';
import { promised } from './promised.ts';

type Answered = Handlers<'library.'> & Handlers<'analysis.'> & Handlers<'jobs.'>;

export function libraryHandlers(
  library: SessionLibrary,
  jobs: JobQueue,
  analyses: Analyses,
  sampleClip: () => { readonly path: string; readonly name: string },
): Answered {
  /** The job that makes the sample's session, while it runs. */
  let sampleJob: string | null = null;
  return {
    'library.list': promised(() => [...library.list()]),
    'library.open': promised((asked) => ({
      session: 'path' in asked ? library.open(asked.path) : library.openUpload(asked.upload),
    })),
    'library.forget': promised(({ session }) => {
      library.remove(session);
      return {};
    }),
    'library.rename': promised(({ session, name }) => {
      library.rename(session, name);
      return {};
    }),
    'library.sample': promised(() => {
      const session = library.sample();
      if (session !== null) return { session, job: null };
      const running = sampleJob === null ? null : jobs.find(sampleJob);
      // A job that is done without a session being there was forgotten with it.
      if (running?.state !== 'waiting' && running?.state !== 'running') sampleJob = startSample();
      return { session: null, job: sampleJob };
    }),
    'analysis.start': promised((asked) => ({ job: analyses.start(asked) })),
    'jobs.list': promised(() => [...jobs.list()]),
    'jobs.cancel': promised(({ job }) => {
      jobs.cancel(job);
      return {};
    }),
    'jobs.dismiss': promised(({ job }) => {
      jobs.dismiss(job);
      return {};
    }),
  };

  function startSample(): string {
    const { path, name } = sampleClip();
    return jobs.start('analysis', name, null, async (job) => {
      await analyses.analyze(job, path, {
        ...{ name, origin: 'sample', isUpload: false },
        settings: { model: 'shipped', faces: 1, neutral: null },
      });
    });
  }
}
