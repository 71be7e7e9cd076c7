/** Switches between light and dark, and keeps what was chosen where the browser lets a page opened from a disk keep anything. */
export const THEME_SCRIPT = `'use strict'
var root = document.documentElement
var KEY = 'folkmoot-theme'

function kept() {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function keep(theme) {
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Then it holds for this page.
  }
}

function isDark() {
  if (root.dataset.theme) return root.dataset.theme === 'dark'
  return matchMedia('(prefers-color-scheme: dark)').matches
}

if (kept() === 'dark' || kept() === 'light') root.dataset.theme = kept()

document.addEventListener('DOMContentLoaded', function () {
  var place = document.querySelector('.switch')
  if (!place) return
  var button = document.createElement('button')
  button.type = 'button'
  function name() {
    button.textContent = isDark() ? place.dataset.light : place.dataset.dark
  }
  button.addEventListener('click', function () {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    keep(root.dataset.theme)
    name()
  })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', name)
  name()
  place.append(button)
})
`
