// Puts the saved questions and the style into Neo4j Browser's own storage, then opens it.
// What else lies there stays: of the favourites and folders only ours, whose ids begin with
// "detente-", are replaced; a style that somebody has changed is left alone.
"use strict";

const OURS = "detente-";

function stored(key) {
    try {
        return JSON.parse(localStorage.getItem(`neo4j.${key}`));
    } catch {
        return null;
    }
}

function store(key, value) {
    localStorage.setItem(`neo4j.${key}`, JSON.stringify(value));
}

function replaced(key, ours) {
    const theirs = (stored(key) ?? []).filter((one) => !String(one.id ?? "").startsWith(OURS));
    store(key, [...ours, ...theirs]);
}

async function main() {
    const answer = await fetch("detente.json");
    const { folders, documents, style, settings } = await answer.json();
    replaced("folders", folders);
    replaced("documents", documents);
    const last = localStorage.getItem("detente.style");
    const present = JSON.stringify(stored("grass"));
    if (present === "null" || present === last) {
        store("grass", style);
        localStorage.setItem("detente.style", JSON.stringify(style));
    }
    if (stored("settings") === null) {
        store("settings", settings);
        // Nothing is sent anywhere, so nobody needs to be asked.
        store("udc", { consentBannerShownCount: 99 });
    }
    const here = new URLSearchParams(location.search);
    const there = new URLSearchParams({ cmd: "guide", arg: new URL("guide.html", location.href).href });
    for (const name of ["connectURL", "dbms", "db"]) {
        if (here.has(name)) {
            there.set(name, here.get(name));
        }
    }
    location.replace(`./?${there}`);
}

main().catch((error) => {
    document.getElementById("note").textContent =
        `The questions could not be put into Neo4j Browser (${error}). Open it without them: ` +
        `${new URL("./", location.href)}${location.search}`;
});
