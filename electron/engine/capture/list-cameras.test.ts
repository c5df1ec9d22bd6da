import { describe, expect, it } from 'vitest';
import { type DeviceDoor, listDevices } from './list-cameras.ts';
import { listCameras } from './index.ts';

const door = (over: Partial<DeviceDoor>): DeviceDoor => ({
  list: () => Promise.resolve([]),
  modes: () => Promise.resolve([]),
  getVideoFormat: () => 'v4l2',
  deviceFiles: () => Promise.resolve(['null', 'videodev']),
  ...over,
});
const camera = { type: 'video', name: '/dev/video0', description: 'Desk camera', isDefault: true } as const;

describe('listCameras', () => {
  it('asks this machine without failing, whatever it has', async () => {
    const { cameras, reason } = await listCameras();
    expect(cameras.length > 0).toBe(reason === null);
  });

  it('gives each camera its modes and leaves microphones out', async () => {
    const mode = { width: 640, height: 480, minFrameRate: 5, maxFrameRate: 120, pixelFormat: 1 } as const;
    const microphone = { ...camera, type: 'audio', name: 'hw:0' } as const;
    const list = await listDevices(
      door({
        list: () => Promise.resolve([microphone, camera]),
        modes: () => Promise.resolve([mode as never]),
      }),
    );
    expect(list).toEqual({
      reason: null,
      cameras: [
        {
          id: '/dev/video0',
          label: 'Desk camera',
          isDefault: true,
          modes: [{ widthPx: 640, heightPx: 480, minFps: 5, maxFps: 120, format: 'yuyv422' }],
        },
      ],
    });
  });

  it('lists a camera that is held by another program, without modes', async () => {
    const busy = door({
      list: () => Promise.resolve([camera]),
      modes: () => Promise.reject(new Error('busy')),
    });
    expect((await listDevices(busy)).cameras).toMatchObject([{ id: '/dev/video0', modes: [] }]);
  });

  it('says why there is none', async () => {
    expect((await listDevices(door({}))).reason).toBe('The system (v4l2) knows no camera.');
    const forbidden = door({ deviceFiles: () => Promise.resolve(['null', 'video0', 'video1']) });
    expect((await listDevices(forbidden)).reason).toBe(
      '/dev/video0, /dev/video1: no camera, or not yours to open (members of the group "video" may).',
    );
    const broken = door({ list: () => Promise.reject(new Error('no permission.')) });
    expect((await listDevices(broken)).reason).toBe(
      'The system (v4l2) does not list cameras: no permission.',
    );
  });
});
