import * as z from 'zod';

/** The folder of a program's pages on its web server as a person typed it; begun and ended by a slash. */
export const folderSchema = z
  .string()
  .trim()
  .max(200)
  .regex(/^[\w./~-]*$/)
  .refine((path) => !path.split('/').includes('..'))
  .transform((path) => `/${path}/`.replaceAll(/\/{2,}/g, '/'));
