/** Whether Windows takes a file of this name for a device, in any folder and whatever follows the dot. */
export const isDeviceName = (name: string): boolean => /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name);
