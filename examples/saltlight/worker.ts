import { deliverInBackground } from '@laurel/client/worker';

type FetchEvent = Event & { request: Request; respondWith(answer: Promise<Response>): void };

// What the player did offline is delivered when the network is back, tab or no tab.
deliverInBackground(self);

// The game itself can be opened offline: its files are kept as they were last seen.
self.addEventListener('fetch', (event) => {
  const { request, respondWith } = event as FetchEvent;
  const { origin, pathname } = new URL(request.url);
  const isOurs = origin === location.origin && /^\/(play|sdk|media|web)\b/.test(pathname);
  if (isOurs && request.method === 'GET') respondWith.call(event, freshOrKept(request));
});

async function freshOrKept(request: Request): Promise<Response> {
  const kept = await caches.open('saltlight');
  try {
    const response = await fetch(request);
    if (response.ok) await kept.put(request, response.clone());
    return response;
  } catch {
    return (await kept.match(request)) ?? Response.error();
  }
}
