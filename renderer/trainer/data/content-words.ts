/** What is in data, in a line. */
import type { DataContent } from '../../../contract/channels/trainer-data.ts';
import { t } from '../../strings/index.ts';

export function contentText(content: DataContent): string {
  const words = t.trainer;
  const parts = [
    content.clips > 0 ? words.clips(content.clips) : null,
    content.pictures > 0 ? words.pictures(content.pictures) : null,
    content.longVideos > 0 ? words.longVideos(content.longVideos) : null,
    content.subjects > 0 ? words.people(content.subjects) : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}
