// Chromium without a window, spoken to over the pipe of its debugging protocol.

import {spawn} from 'node:child_process';

export async function openBrowser(profile) {
  const child = spawn(process.env.CHROMIUM ?? 'chromium',
    ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-pipe', `--user-data-dir=${profile}`],
    {stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']});
  const waiting = new Map();
  const events = [];
  let received = Buffer.alloc(0);
  let last = 0;
  child.on('error', fault => { throw new Error('the browser does not start: ' + fault.message); });
  child.stdio[4].on('data', data => {
    received = Buffer.concat([received, data]);
    for (let end; (end = received.indexOf(0)) >= 0; received = received.subarray(end + 1)) {
      const message = JSON.parse(received.subarray(0, end));
      if (message.id === undefined) events.push(message);
      else if (message.error) waiting.get(message.id).reject(new Error(message.error.message));
      else waiting.get(message.id).resolve(message.result);
    }
  });
  const send = (method, params = {}, sessionId = undefined) => new Promise((resolve, reject) => {
    waiting.set(++last, {resolve, reject});
    child.stdio[3].write(JSON.stringify({id: last, method, params, sessionId}) + '\0');
  });
  const {targetId} = await send('Target.createTarget', {url: 'about:blank'});
  const {sessionId} = await send('Target.attachToTarget', {targetId, flatten: true});
  const inPage = (method, params) => send(method, params, sessionId);
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await inPage(domain + '.enable');

  /** The value of an expression in the page. */
  async function run(expression) {
    const {result, exceptionDetails} = await inPage('Runtime.evaluate', {expression, awaitPromise: true, returnByValue: true});
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Waits until an expression in the page is true; whether it became so within ten seconds. */
  async function until(expression) {
    for (let turn = 0; turn < 200; turn++) {
      if (await run(`Boolean(${expression})`).catch(() => false)) return true;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    return false;
  }

  return {
    run,
    until,
    async size(width, height, scheme) {
      await inPage('Emulation.setDeviceMetricsOverride', {width, height, deviceScaleFactor: 1, mobile: width < 600});
      await inPage('Emulation.setEmulatedMedia', {features: [{name: 'prefers-color-scheme', value: scheme}]});
    },
    async open(address) {
      await inPage('Page.navigate', {url: 'about:blank'});
      await inPage('Page.navigate', {url: address});
      await until('document.querySelector("main h1")');
    },
    async press(key) {
      const text = key === 'Enter' ? '\r' : key.length === 1 ? key : undefined;
      await inPage('Input.dispatchKeyEvent', {type: 'keyDown', key, text, windowsVirtualKeyCode: {Enter: 13, Escape: 27}[key]});
      await inPage('Input.dispatchKeyEvent', {type: 'keyUp', key});
    },
    type: text => inPage('Input.insertText', {text}),
    /** What went wrong in the page, and what it asked of the network. */
    complaints: () => events.filter(({method, params}) => method === 'Runtime.exceptionThrown' || method === 'Runtime.consoleAPICalled'
      || method === 'Log.entryAdded' || (method === 'Network.requestWillBeSent' && !/^(file|about|blob):/.test(params.request.url)))
      .map(event => JSON.stringify(event.params).slice(0, 300)),
    close: () => new Promise(resolve => {
      child.on('exit', resolve);
      send('Browser.close').catch(() => {});
    }),
  };
}
