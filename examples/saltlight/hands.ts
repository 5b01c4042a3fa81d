import { type Hands, night } from './night.ts';

const keys = { ' ': 'lamp', t: 'trim', b: 'bell' } as const;

/** Reads keys, pointer and buttons. `take` gives what was done since the last time. */
export function listenToHands(canvas: HTMLCanvasElement) {
  const held = new Set<string>();
  const pressed = new Set<'lamp' | 'trim' | 'bell'>();
  let aim: number | null = null;

  function press(key: string): void {
    const lower = key.toLowerCase();
    if (lower in keys) pressed.add(keys[lower as keyof typeof keys]);
  }

  canvas.addEventListener('keydown', (event) => {
    if (event.key.startsWith('Arrow')) aim = null;
    if (event.key === ' ' || event.key.startsWith('Arrow')) event.preventDefault();
    held.add(event.key);
    if (!event.repeat) press(event.key);
  });
  canvas.addEventListener('keyup', (event) => held.delete(event.key));
  canvas.addEventListener('blur', () => held.clear());
  canvas.addEventListener('pointermove', (event) => {
    const { left, top, width } = canvas.getBoundingClientRect();
    const scale = 960 / width;
    const y = (event.clientY - top) * scale - night.lamp.y;
    aim = Math.atan2(y, (event.clientX - left) * scale - night.lamp.x);
  });
  for (const button of document.querySelectorAll<HTMLElement>('[data-key]')) {
    button.addEventListener('click', () => press(button.dataset.key ?? ''));
  }

  return {
    take(seconds: number): Hands {
      const right = held.has('ArrowRight') ? 1 : 0;
      const left = held.has('ArrowLeft') ? 1 : 0;
      const taken = { turn: (right - left) * 2.6 * seconds, aim, pressed: new Set(pressed) };
      pressed.clear();
      return taken;
    },
  };
}
