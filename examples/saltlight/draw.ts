import { type Boat, isFog, type Night, night, reachOf } from './night.ts';

/** Draws a night. Everything is shapes: the game has no pictures of its own. */
export function draw(canvas: HTMLCanvasElement, now: Night, seconds: number): void {
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  const scale = canvas.width / 960;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  drawSky(pen, now);
  drawSea(pen, seconds);
  drawHarbour(pen);
  drawBeam(pen, now);
  for (const boat of now.boats) drawBoat(pen, boat, seconds);
  drawTower(pen, now, seconds);
  if (isFog(now)) drawFog(pen, now, seconds);
  drawRing(pen, now);
  if (now.time > 0) drawFacts(pen, now);
}

function drawSky(pen: CanvasRenderingContext2D, { time }: Night): void {
  const dawn = Math.max(0, (time - night.lasts + 8) / 8);
  const sky = pen.createLinearGradient(0, 0, 0, 250);
  sky.addColorStop(0, mix([9, 17, 33], [70, 92, 140], dawn));
  sky.addColorStop(1, mix([27, 66, 92], [240, 168, 118], dawn));
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 960, 250);
  pen.fillStyle = `rgb(255 248 226 / ${0.75 * (1 - dawn)})`;
  for (let star = 1; star < 90; star += 1) {
    const size = star % 9 === 0 ? 1.7 : 0.9;
    pen.beginPath();
    pen.arc(scattered(star) * 960, scattered(star + 0.5) * 215, size, 0, 7);
    pen.fill();
  }
  pen.fillStyle = `rgb(255 244 214 / ${0.9 - dawn * 0.5})`;
  pen.beginPath();
  pen.arc(770, 82 + dawn * 40, 26, 0, 7);
  pen.fill();
}

/** @returns a number from 0 to 1 that looks like chance, and is the same each time */
function scattered(seed: number): number {
  const big = Math.sin(seed * 127.1) * 43_758.5453;
  return big - Math.floor(big);
}

function drawSea(pen: CanvasRenderingContext2D, seconds: number): void {
  const tints = ['#173f58', '#123549', '#0e2a3d', '#0a2031', '#081a29'];
  for (const [row, tint] of tints.entries()) {
    const top = 236 + row * row * 15;
    pen.fillStyle = tint;
    pen.beginPath();
    pen.moveTo(0, 540);
    for (let x = 0; x <= 960; x += 16) {
      pen.lineTo(x, top + Math.sin(x / (46 + row * 18) + seconds * (0.5 + row * 0.16)) * (2 + row));
    }
    pen.lineTo(960, 540);
    pen.fill();
  }
}

function drawHarbour(pen: CanvasRenderingContext2D): void {
  for (const side of [-1, 1]) {
    const x = 480 + side * 150;
    pen.fillStyle = '#06121d';
    pen.fillRect(x - 6 + side * 34, 500, 12, 40);
    glow(pen, { x: x + side * 34, y: 497 }, side < 0 ? '255 122 96' : '96 220 180', 26);
  }
}

function drawBeam(pen: CanvasRenderingContext2D, now: Night): void {
  const reach = reachOf(now);
  if (reach === 0) return;
  const { x, y } = night.lamp;
  const isSmoking = now.wick >= 1;
  const tint = isSmoking ? '255 170 100' : '255 232 176';
  const light = pen.createRadialGradient(x, y, 4, x, y, reach);
  light.addColorStop(0, `rgb(${tint} / 0.2)`);
  light.addColorStop(0.35, `rgb(${tint} / 0.09)`);
  light.addColorStop(1, `rgb(${tint} / 0)`);
  pen.globalCompositeOperation = 'lighter';
  pen.fillStyle = light;
  for (let ray = 1; ray <= 6; ray += 1) {
    const half = (night.beamHalf * ray) / 6;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.arc(x, y, reach, now.beam - half, now.beam + half);
    pen.fill();
  }
  pen.globalCompositeOperation = 'source-over';
  glow(pen, { x, y }, '255 226 150', 54);
}

function drawBoat(pen: CanvasRenderingContext2D, boat: Boat, seconds: number): void {
  const isRaider = boat.kind === 'raider';
  const fade = /home|sunk|gone/.test(boat.state) ? Math.max(0, 1 - boat.age / 1.5) : 1;
  const size = 0.55 + (boat.y - 240) / 420;
  pen.save();
  pen.globalAlpha = fade;
  const sinking = boat.state === 'sunk' ? boat.age * 14 : 0;
  pen.translate(boat.x, boat.y + Math.sin(seconds * 2 + boat.id) * 1.6 + sinking);
  pen.scale(Math.cos(boat.course) < 0 ? -size : size, size);
  pen.rotate(Math.sin(seconds * 1.6 + boat.id) * 0.06 + (boat.state === 'sunk' ? boat.age : 0));
  pen.fillStyle = isRaider ? '#120a0d' : '#3a2618';
  shape(pen, [-20, -2, 20, -2, 14, 8, -14, 8]);
  pen.fillStyle = isRaider ? '#7c1f26' : boat.state === 'found' ? '#fff1cf' : '#c9d6d8';
  shape(pen, [-2, -34, 15, -6, -2, -6]);
  pen.fillStyle = isRaider ? '#571319' : boat.state === 'found' ? '#f2d9a0' : '#9fb2b8';
  shape(pen, [-5, -28, -5, -6, -16, -6]);
  pen.restore();
  if (isRaider || boat.state === 'sunk') return;
  const strength = boat.state === 'lost' ? 10 + (boat.lit / night.litSeconds) * 16 : 30;
  pen.globalAlpha = fade;
  glow(pen, { x: boat.x, y: boat.y - 4 * size }, '255 205 120', strength);
  pen.globalAlpha = 1;
}

function drawTower(pen: CanvasRenderingContext2D, now: Night, seconds: number): void {
  pen.fillStyle = '#050d16';
  pen.beginPath();
  pen.ellipse(480, 462, 96, 34, 0, 0, 7);
  pen.fill();
  shape(pen, [412, 462, 446, 428, 470, 440, 514, 426, 552, 462]);
  for (let band = 0; band < 5; band += 1) {
    pen.fillStyle = band % 2 === 0 ? '#f2ece0' : '#d4523f';
    const top = 338 + band * 20;
    const half = 12 + band * 2.6;
    shape(pen, [480 - half, top, 480 + half, top, 482.6 + half, top + 20, 477.4 - half, top + 20]);
  }
  pen.fillStyle = '#0b1622';
  pen.fillRect(460, 332, 40, 6);
  pen.fillRect(469, 306, 22, 26);
  pen.fillStyle = now.isLit ? '#ffe3a0' : '#22313d';
  pen.fillRect(472, 309, 16, 20);
  pen.fillStyle = '#a9362c';
  shape(pen, [464, 306, 480, 288, 496, 306]);
  // The wick: the ring closes, glows, and at last smokes.
  pen.lineWidth = 3;
  pen.strokeStyle = now.wick >= 1 ? '#ff8a5c' : now.wick >= 0.7 ? '#ffd977' : '#ffffff55';
  pen.beginPath();
  pen.arc(480, 319, 26, -Math.PI / 2, -Math.PI / 2 + now.wick * 2 * Math.PI);
  pen.stroke();
  if (now.wick >= 0.7 && now.isLit) {
    glow(pen, night.lamp, '255 200 110', 40 + Math.sin(seconds * 8) * 6);
  }
}

function drawFog(pen: CanvasRenderingContext2D, { time }: Night, seconds: number): void {
  const [begin, end] = night.fog;
  const density = Math.min(1, (time - begin) / 2, (end - time) / 2);
  for (let bank = 0; bank < 7; bank += 1) {
    const x = ((bank * 210 + seconds * (12 + bank * 3)) % 1300) - 170;
    const y = 250 + bank * 42;
    const mist = pen.createRadialGradient(x, y, 0, x, y, 230);
    mist.addColorStop(0, `rgb(196 212 216 / ${0.34 * density})`);
    mist.addColorStop(1, 'rgb(196 212 216 / 0)');
    pen.fillStyle = mist;
    pen.fillRect(x - 230, y - 230, 460, 460);
  }
}

function drawRing(pen: CanvasRenderingContext2D, { ring }: Night): void {
  if (ring === 0) return;
  pen.strokeStyle = `rgb(255 240 200 / ${0.8 * (1 - ring / 340)})`;
  pen.lineWidth = 3;
  for (const radius of [ring, ring * 0.82]) {
    pen.beginPath();
    pen.arc(night.lamp.x, night.lamp.y, radius, 0, 7);
    pen.stroke();
  }
}

function drawFacts(pen: CanvasRenderingContext2D, now: Night): void {
  pen.fillStyle = '#eaf1f4';
  pen.font = '600 19px system-ui, sans-serif';
  pen.fillText(`${now.home} home`, 24, 38);
  pen.fillStyle = '#9fb3bf';
  pen.fillText(`${now.sunk} on the rocks`, 24, 64);
  const hint = hintOf(now);
  pen.fillStyle = '#ffe2a6';
  pen.textAlign = 'center';
  if (hint !== '') pen.fillText(hint, 480, 38);
  pen.textAlign = 'start';
  pen.fillStyle = '#ffffff22';
  pen.fillRect(760, 24, 176, 6);
  pen.fillStyle = '#ffd98f';
  pen.fillRect(760, 24, 176 * Math.min(now.time / night.lasts, 1), 6);
}

function hintOf(now: Night): string {
  if (now.isOver) return 'Dawn.';
  const areRaidersNear = now.time >= night.raiders[0] && now.time < night.raiders[1];
  if (areRaidersNear) return 'Red sails. They follow the light too …';
  if (!now.isLit) return 'Space lights the lamp';
  if (now.wick >= 0.7) return 'The wick smokes: T trims it';
  return isFog(now) ? 'Fog. They can hear you: B rings the bell' : '';
}

function glow(
  pen: CanvasRenderingContext2D,
  { x, y }: { x: number; y: number },
  tint: string,
  radius: number,
): void {
  const light = pen.createRadialGradient(x, y, 0, x, y, radius);
  light.addColorStop(0, `rgb(${tint} / 0.9)`);
  light.addColorStop(0.25, `rgb(${tint} / 0.35)`);
  light.addColorStop(1, `rgb(${tint} / 0)`);
  pen.fillStyle = light;
  pen.fillRect(x - radius, y - radius, radius * 2, radius * 2);
}

function shape(pen: CanvasRenderingContext2D, points: readonly number[]): void {
  pen.beginPath();
  for (let at = 0; at < points.length; at += 2) pen.lineTo(points[at] ?? 0, points[at + 1] ?? 0);
  pen.fill();
}

function mix(from: readonly number[], to: readonly number[], share: number): string {
  const parts = from.map((one, at) => Math.round(one + ((to[at] ?? one) - one) * share));
  return `rgb(${parts.join(' ')})`;
}
