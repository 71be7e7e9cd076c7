/** The categories of a board, to be set by those who keep it in order. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import {
  LIMITS,
  useCommand,
  type BoardCategory,
  type BoardView,
  type CommunityId,
  type SpaceView,
} from '../session/index.ts'
import { IconButton } from '../ui/index.ts'
import { BoardDialog, SaveForm } from './BoardDialog.tsx'
import classes from './boards.module.css'

const colours = [0, 1, 2, 3, 4, 5, 6, 7] as const

interface CategoriesDialogProps {
  readonly community: CommunityId
  readonly space: SpaceView
  readonly board: BoardView
  readonly opened: boolean
  readonly onClose: () => void
}

export function CategoriesDialog({ opened, onClose, ...rest }: CategoriesDialogProps) {
  const { t } = useText()
  return (
    <BoardDialog title={t('boards.categoriesTitle', { name: rest.space.name })} opened={opened} onClose={onClose}>
      <CategoriesForm onClose={onClose} {...rest} />
    </BoardDialog>
  )
}

function CategoriesForm({ community, space, board, onClose }: Omit<CategoriesDialogProps, 'opened'>) {
  const { t, format } = useText()
  const [list, setList] = useState<readonly BoardCategory[]>(board.categories)
  const save = useCommand((client) =>
    client.boards.setCategories({ community, space: space.id, categories: [...list] }),
  )
  const change = (id: string, part: Partial<BoardCategory>): void =>
    setList(list.map((each) => (each.id === id ? { ...each, ...part } : each)))
  return (
    <SaveForm save={save} onClose={onClose}>
      {list.length === 0 && <p className={classes.none}>{t('boards.categoriesNone')}</p>}
      {list.map(({ id, name, colour }, at) => {
        const number = format.number(at + 1)
        return (
          <div key={id} className={classes.categoryLine}>
            <span className={classes.dot} data-colour={colour} aria-hidden="true" />
            <NativeSelect
              aria-label={t('boards.categoryColour', { number })}
              value={colour}
              onChange={({ currentTarget }) => change(id, { colour: Number(currentTarget.value) })}
            >
              {colours.map((each) => (
                <option key={each} value={each}>
                  {t('boards.colour', { number: format.number(each + 1) })}
                </option>
              ))}
            </NativeSelect>
            <TextInput
              className={classes.grow}
              aria-label={t('boards.categoryName', { number })}
              required
              dir="auto"
              maxLength={LIMITS.tagChars}
              value={name}
              onChange={({ currentTarget }) => change(id, { name: currentTarget.value })}
            />
            <IconButton
              label={t('boards.categoryRemove', { number })}
              onClick={() => setList(list.filter((each) => each.id !== id))}
            >
              <IconTrash size={18} aria-hidden="true" />
            </IconButton>
          </div>
        )
      })}
      {list.length < LIMITS.boardCategories && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          onClick={() => setList([...list, { id: newId(), name: '', colour: list.length % colours.length }])}
        >
          {t('boards.categoryAdd')}
        </Button>
      )}
    </SaveForm>
  )
}

/** Different from all others, whoever makes one at the same time. */
function newId(): string {
  return crypto.randomUUID().replaceAll('-', '').slice(0, 16)
}
