// A folder's files are sent with their names alone; this sends the path of each beside them.
// Without this script the files arrive all the same, known by their names.
"use strict";
document.addEventListener("change", (event) => {
  const field = event.target.dataset?.paths;
  if (!field) return;
  const paths = [...event.target.files].map((file) => file.webkitRelativePath || file.name);
  event.target.form.elements[field].value = JSON.stringify(paths);
});
