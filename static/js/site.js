// What the pages do better with a script. Everything here works without it, by links and the form's button.
