// A process that applies or undoes, and is killed before its nth effect, or in the middle of it.
import { apply } from './apply.ts';
import { withPrograms } from './fake-programs.ts';
import { createHands } from './hands.ts';
import { mortalHands } from './mortal-hands.ts';
import { undo } from './undo.ts';

const [root = '', folder = '', plan = '', last = ''] = process.argv.slice(2);
const die = () => process.kill(process.pid, 'SIGKILL');
const place = {
  folder,
  hands: withPrograms(root, mortalHands(createHands(), { last: Number(last), die })),
};
if (plan === '') undo(place);
else apply(place, JSON.parse(plan));
