// The web chat: posts what the person writes, fetches what the service says, and loses nothing on a slow line.
// A message keeps its id until the service says that it is recorded, so a repeated post is never answered twice.
"use strict";
(() => {
  const talk = document.getElementById("talk");
  const form = document.getElementById("ask");
  const words = document.getElementById("words");
  const state = document.getElementById("state");
  const language = talk.dataset.language;
  const POST_LIMIT_MS = 15000;
  const FETCH_LIMIT_MS = 10000;
  const QUICK_MS = 700;
  const CALM_MS = 4000;
  const QUIET_MS = 20000;

  const store = (() => {
    // A browser may forbid storage; then the chat lives as long as the page.
    const memory = new Map();
    return {
      read: (name) => {
        try {
          return sessionStorage.getItem(name) ?? memory.get(name) ?? null;
        } catch {
          return memory.get(name) ?? null;
        }
      },
      write: (name, value) => {
        memory.set(name, value);
        try {
          sessionStorage.setItem(name, value);
        } catch {
          // Kept in memory.
        }
      },
    };
  })();

  function token() {
    const bytes = crypto.getRandomValues(new Uint8Array(24));
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
  }

  let session = store.read("vezhgo-chat");
  let after = 0;
  const unsent = JSON.parse(store.read("vezhgo-unsent") || "[]");
  const mine = JSON.parse(store.read("vezhgo-mine") || "[]");
  let posting = false;
  let polling = null;
  let lastMoved = Date.now();

  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const keep = () => {
    store.write("vezhgo-unsent", JSON.stringify(unsent));
    store.write("vezhgo-mine", JSON.stringify(mine.slice(-100)));
  };

  function line(kind, text, speaker) {
    const item = document.createElement("li");
    item.className = kind;
    const who = document.createElement("span");
    who.className = "hidden";
    who.textContent = `${speaker}: `;
    const shown = document.createElement("span");
    shown.className = "words";
    withLinks(shown, text);
    item.append(who, shown);
    return item;
  }

  function withLinks(into, text) {
    // Only addresses of the answer's own words become links; everything else stays text.
    for (const part of text.split(/(https:\/\/[^\s<>"']+)/)) {
      if (part.startsWith("https://")) {
        const address = part.replace(/[.,;:)]+$/, "");
        const link = document.createElement("a");
        link.href = address;
        link.rel = "noopener noreferrer";
        link.target = "_blank";
        link.textContent = address;
        into.append(link, part.slice(address.length));
      } else {
        into.append(part);
      }
    }
  }

  const safety = document.getElementById("safety");

  function atEnd() {
    // The end is shown, but never so far that the beginning of the last question leaves the screen.
    const questions = talk.querySelectorAll(".theirs");
    const last = questions[questions.length - 1];
    const end = document.documentElement.scrollHeight - window.innerHeight;
    const start = last ? last.getBoundingClientRect().top + window.scrollY - safety.offsetHeight - 12 : end;
    window.scrollTo({ top: Math.max(0, Math.min(end, start)) });
  }

  function showMine(message) {
    const item = line("theirs", message.label || message.text, talk.dataset.you);
    item.id = `mine-${message.id}`;
    talk.append(item);
    return item;
  }

  function showTheirs(message) {
    const item = line("ours", message.text, talk.dataset.them);
    const rows = message.buttons || [];
    if (rows.length) {
      for (const old of talk.querySelectorAll(".choices")) old.remove();
      const choices = document.createElement("div");
      choices.className = "choices";
      for (const one of rows.flat()) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = one.label;
        button.addEventListener("click", () => {
          choices.remove();
          send({ button: one.data, label: one.label });
          words.focus();
        });
        choices.append(button);
      }
      item.append(choices);
    }
    talk.append(item);
  }

  function send(content) {
    if (!session) {
      session = token();
      store.write("vezhgo-chat", session);
    }
    const message = { id: token().slice(0, 16), sent_at_ms: Date.now(), after, ...content };
    unsent.push(message);
    mine.push(message);
    keep();
    showMine(message);
    safety.open = false; // Its first sentence stays pinned.
    atEnd();
    lastMoved = Date.now();
    drain();
  }

  async function drain() {
    if (posting) return;
    posting = true;
    let pause = 1000;
    while (unsent.length) {
      const message = unsent[0];
      const slow = setTimeout(() => (state.textContent = talk.dataset.sending), 1200);
      const outcome = await post(message);
      clearTimeout(slow);
      if (outcome === "later") {
        state.textContent = talk.dataset.waiting;
        await wait(pause);
        pause = Math.min(pause * 2, 30000);
        continue;
      }
      unsent.shift();
      keep();
      state.textContent = outcome === "refused" ? talk.dataset.refused : "";
      if (outcome === "recorded") poll();
      pause = 1000;
    }
    posting = false;
  }

  async function post(message) {
    const body = {
      id: message.id,
      session,
      text: message.text || "",
      button: message.button || "",
      language,
      sent_at_ms: message.sent_at_ms,
    };
    try {
      const answer = await fetch("/v1/chat/messages", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(POST_LIMIT_MS),
      });
      if (answer.ok) return "recorded";
      return answer.status >= 500 || answer.status === 429 ? "later" : "refused";
    } catch {
      return "later";
    }
  }

  async function poll() {
    if (polling) {
      clearTimeout(polling);
      polling = null;
    }
    if (!session) return;
    let next = QUICK_MS;
    try {
      const query = new URLSearchParams({ session, after: String(after) });
      const answer = await fetch(`/v1/chat/messages?${query}`, { signal: AbortSignal.timeout(FETCH_LIMIT_MS) });
      if (answer.ok) {
        const { items } = await answer.json();
        const fresh = items.filter((one) => one.id > after);
        for (const one of fresh) {
          after = one.id;
          showTheirs(one);
        }
        if (fresh.length) {
          lastMoved = Date.now();
          if (!unsent.length) state.textContent = "";
          atEnd();
        }
      } else {
        next = CALM_MS;
      }
    } catch {
      next = CALM_MS;
    }
    const idle = Date.now() - lastMoved;
    if (idle > 15000) next = CALM_MS;
    if (idle > 120000 || document.hidden) next = QUIET_MS;
    if (polling) clearTimeout(polling);
    polling = setTimeout(poll, next);
  }

  function submit() {
    const text = words.value.trim();
    if (!text) return;
    if (text.length > 4000) {
      state.textContent = talk.dataset.tooLong;
      return;
    }
    words.value = "";
    grow();
    send({ text });
  }

  function grow() {
    words.rows = Math.min(5, Math.max(1, words.value.split("\n").length));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  words.addEventListener("input", grow);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && session) poll();
  });
  window.addEventListener("online", () => session && poll());

  async function again() {
    // A page opened again in the same tab shows the conversation in its order: each message of ours
    // remembers the last answer that was on the page when it was sent.
    if (!session) return;
    const old = [...mine];
    const query = new URLSearchParams({ session, after: "0" });
    let items = [];
    try {
      const answer = await fetch(`/v1/chat/messages?${query}`, { signal: AbortSignal.timeout(FETCH_LIMIT_MS) });
      if (answer.ok) items = (await answer.json()).items;
    } catch {
      // The next poll fetches them.
    }
    for (const one of items) {
      while (old.length && old[0].after < one.id) showMine(old.shift());
      after = one.id;
      showTheirs(one);
    }
    for (const one of old) showMine(one);
    if (mine.length) safety.open = false;
    atEnd();
    drain();
    poll();
  }
  again();
})();
