/** A `findBy…` waits a second by default, which a busy machine needs for one render. */
import { configure } from '@testing-library/react'

configure({ asyncUtilTimeout: 15_000 })
