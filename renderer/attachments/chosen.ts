/** The files of a drop or a paste. Folders come as if they were files, and cannot be read. */
export interface Chosen {
  readonly files: readonly File[]
  readonly folder: boolean
}

export function chosenIn(data: DataTransfer): Chosen {
  const items = [...data.items].filter(({ kind }) => kind === 'file')
  const files = items.flatMap((item) => {
    const file = item.webkitGetAsEntry()?.isDirectory === true ? null : item.getAsFile()
    return file ? [file] : []
  })
  return { files, folder: items.some((item) => item.webkitGetAsEntry()?.isDirectory === true) }
}

export const hasFiles = (data: DataTransfer | null): data is DataTransfer => data?.types.includes('Files') === true
