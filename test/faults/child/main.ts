import { Outside } from './outside.ts';
import { type FromChild, toChildSchema } from './wire.ts';
import { EngineWorld } from './world.ts';

/** The real engine as a process of its own, which can be killed. It ends when its parent does. */

interface Place {
  readonly outside: Outside;
  world: EngineWorld | null;
}

const places = new Map<string, Place>();
const send = (message: FromChild): void => void process.send?.(message);

function placeOf(world: string): Place {
  const known = places.get(world) ?? { outside: new Outside(world, send), world: null };
  places.set(world, known);
  return known;
}

process.on('message', (message) => {
  const heard = toChildSchema.parse(message);
  const { world } = heard;
  const place = placeOf(world);
  place.outside.now = heard.now;
  if ('reply' in heard) {
    place.outside.hear(heard.reply, heard.value);
    return;
  }
  const { command } = heard;
  if (command.do === 'open') place.world = new EngineWorld(place.outside, command, (shows) => send({ world, shows }));
  place.world?.obey(command).then(
    (done) => send({ world, done }),
    (error: unknown) => send({ world, bug: error instanceof Error ? (error.stack ?? error.message) : 'unknown' }),
  );
});
process.on('disconnect', () => process.exit(0));
