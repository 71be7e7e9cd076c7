/** Mantine, told to use our tokens: its own greys and its dimmed text are too weak, and its badges shout. */
import { createTheme, type CSSVariablesResolver } from '@mantine/core'

/** Mantine wants ten shades of its primary colour; ours are variables that follow the open community. */
const accentShades = [
  'var(--fm-accent-soft)',
  'var(--fm-accent-soft)',
  'var(--fm-accent-soft)',
  'var(--fm-accent-text)',
  'var(--fm-accent-text)',
  'var(--fm-accent-text)',
  'var(--fm-accent-solid)',
  'var(--fm-accent-solid)',
  'var(--fm-accent-solid-hover)',
  'var(--fm-accent-solid-hover)',
] as const

export const theme = createTheme({
  fontFamily: 'var(--fm-ui-font)',
  fontFamilyMonospace: 'var(--fm-mono)',
  fontSizes: { xs: '12.5px', sm: '13.5px', md: '14.5px', lg: '16.5px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.45', lg: '1.5', xl: '1.5' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'md',
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  colors: { accent: accentShades },
  respectReducedMotion: true,
  cursorType: 'pointer',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '26px', lineHeight: '1.25' }, h2: { fontSize: '18px', lineHeight: '1.35' } },
  },
  components: {
    Badge: { defaultProps: { tt: 'none', fw: 600 } },
    // Shown to the keyboard as well as to the mouse.
    Tooltip: { defaultProps: { openDelay: 400, fz: 'sm', events: { hover: true, focus: true, touch: false } } },
    Modal: {
      defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.5 }, padding: 'lg' },
      styles: { title: { fontSize: '17px', fontWeight: 650, lineHeight: 1.35 } },
    },
    // Its little arrow is drawn, not said.
    ComboboxChevron: { defaultProps: { 'aria-hidden': true } },
    Popover: { defaultProps: { shadow: 'md' } },
    Menu: { defaultProps: { shadow: 'md' } },
  },
})

const variables = {
  '--mantine-color-body': 'var(--fm-page)',
  '--mantine-color-text': 'var(--fm-text)',
  '--mantine-color-dimmed': 'var(--fm-dim)',
  '--mantine-color-placeholder': 'var(--fm-dim)',
  '--mantine-color-error': 'var(--fm-bad)',
  '--mantine-color-anchor': 'var(--fm-accent-text)',
  '--mantine-color-default': 'var(--fm-raised)',
  '--mantine-color-default-hover': 'color-mix(in srgb, var(--fm-raised), var(--fm-text) 6%)',
  '--mantine-color-default-color': 'var(--fm-text)',
  '--mantine-color-default-border': 'var(--fm-line)',
  '--mantine-color-accent-filled': 'var(--fm-accent-solid)',
  '--mantine-color-accent-filled-hover': 'var(--fm-accent-solid-hover)',
  '--mantine-color-accent-light': 'var(--fm-accent-soft)',
  '--mantine-color-accent-light-hover': 'color-mix(in srgb, var(--fm-accent-soft), var(--fm-text) 8%)',
  '--mantine-color-accent-light-color': 'var(--fm-accent-text)',
  '--mantine-color-accent-outline': 'var(--fm-accent-text)',
  '--mantine-color-accent-outline-hover': 'var(--fm-hover)',
  '--mantine-color-accent-text': 'var(--fm-accent-text)',
  // What Mantine writes the words of a menu in.
  '--mantine-color-red-6': 'var(--fm-bad)',
  '--mantine-color-red-filled': '#b3261e',
  '--mantine-color-red-filled-hover': '#94201a',
  '--mantine-color-red-light': 'var(--fm-bad-soft)',
  '--mantine-color-red-light-color': 'var(--fm-bad)',
  '--mantine-color-red-outline': 'var(--fm-bad)',
  '--mantine-color-red-text': 'var(--fm-bad)',
}

export const variablesOf: CSSVariablesResolver = () => ({ variables: {}, light: variables, dark: variables })
