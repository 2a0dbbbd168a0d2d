import { type GuideFile, guideFileSchema } from '../../shared/device-guide.ts';

/**
 * The guides to every kind of client, by kind. Nobody needs them before a device is opened, so whoever asks imports this
 * file only then. A new guide is one more file in that folder.
 */
const files = import.meta.glob<unknown>('../../../resources/guides/*.json', { eager: true, import: 'default' });

let read: ReadonlyMap<string, GuideFile> | null = null;

/** Read once. @throws ZodError for a file that does not fit */
export function readDeviceGuides(): ReadonlyMap<string, GuideFile> {
  read ??= new Map(
    Object.values(files).map((file) => {
      const guide = guideFileSchema.parse(file);
      return [guide.kind, guide];
    }),
  );
  return read;
}

/** The guide for this kind. A kind that the catalogue does not know (any more) is guided as “something else”. */
export function guideOfKind(guides: ReadonlyMap<string, GuideFile>, kind: string): GuideFile {
  const guide = guides.get(kind) ?? guides.get('other');
  if (!guide) throw new Error('the guide for every other device is missing');
  return guide;
}
