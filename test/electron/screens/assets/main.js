export const name = 'Folkmoot'
