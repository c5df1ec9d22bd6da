// Prints what Onset measures live. Start "onset serve", then: node live-stream-client.mjs 'http://127.0.0.1:4736/#token=…'
const address = new URL(process.argv[2]);
const token = new URLSearchParams(address.hash.slice(1)).get('token');

const socket = new WebSocket(`ws://${address.host}/live`, ['onset', `token.${token}`]);
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.type === 'frame') {
    for (const { track, confidence, aus } of message.faces) {
      const smile = aus === null ? 'not measured' : `AU12 left ${aus.left.AU12}, right ${aus.right.AU12}`;
      console.log(`${message.timeUs} µs, person ${track} (${confidence}): ${smile}`);
    }
  } else if (message.type === 'event') {
    const units = message.aus.map(({ au, side }) => `AU${au} ${side}`).join(', ');
    console.log(`candidate ${message.id} at frame ${message.apex.frame}: ${units}, score ${message.score}`);
  }
};
socket.onerror = () => console.error('Onset does not answer: is the address the one it printed last?');
socket.onclose = ({ reason }) => console.error(`The stream has ended. ${reason}`);
