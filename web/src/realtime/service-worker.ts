/** Made by the build from `worker/`: one worker keeps the page for a start without a network and shows what is pushed. */
const workerAddress = '/service-worker.js';

/** Asking again for what is registered already changes nothing. @throws where the browser has no workers, or the server none */
export function registerServiceWorker(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register(workerAddress);
}
