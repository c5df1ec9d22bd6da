import { mount } from 'svelte';
import App from './App.svelte';
import { app } from './app-state.svelte.ts';
import { connect } from './bridge.ts';
import { router } from './router.svelte.ts';
import { blocked } from './shell/blocked.svelte.ts';
import './style/tokens.css';
import './style/base.css';

blocked.start();
router.start();
app.start();
connect();

const target = document.getElementById('app');
if (target === null) throw new Error('internal: index.html lacks #app');
mount(App, { target });
