// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.mapping

import com.fasterxml.jackson.annotation.JsonIgnore
import com.fasterxml.jackson.module.kotlin.kotlinModule
import dev.storageport.CollectionSpec
import dev.storageport.Content
import dev.storageport.Index
import dev.storageport.MappingException
import dev.storageport.Storage
import dev.storageport.StorageOptions
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.catchThrowableOfType
import org.junit.jupiter.api.Test

// tag::kotlin-declarations[]
data class Player(val battletag: String, val level: Int = 1, val nickname: String? = null) {
    @get:JsonIgnore
    val isNew: Boolean get() = level == 1 // computed: not a part of the document
}

val BATTLETAG: Index<Player, String> = Index.unique("battletag", String::class.java, Player::battletag)
val LEVEL: Index<Player, Int> = Index.of("level", Int::class.java, Player::level)
val NICKNAME: Index<Player, String> = Index.of("nickname", String::class.java, Player::nickname)
val PLAYERS: CollectionSpec<Player> =
    CollectionSpec.of("players", Player::class.java).index(BATTLETAG).index(LEVEL).index(NICKNAME).build()

/** Data classes need the Kotlin module. */
val OPTIONS: StorageOptions =
    StorageOptions.builder().mapper(StorageOptions.defaultMapper().registerModule(kotlinModule())).build()
// end::kotlin-declarations[]

/** Data classes, and how the API looks from Kotlin: what may be null is known to its compiler. */
class KotlinTest {

    @Test
    fun `data class is put, found and updated`() {
        val url = "memory:"
        // tag::kotlin[]
        Storage.open(url, OPTIONS, PLAYERS).use { storage ->
            val players = storage.collection(PLAYERS)
            players.put("ada", Player("Ada#1815"), Content.text("<html>Ada</html>"))
            players.update("ada") { it.copy(level = it.level + 1, nickname = "countess") }
            val found = players.find(BATTLETAG.`is`("Ada#1815").and(LEVEL.atLeast(2))).map { it.value() }
            val nobody: Player? = players.get("nobody").map { it.value() }.orElse(null)
            // end::kotlin[]
            assertThat(found).containsExactly(Player("Ada#1815", 2, "countess"))
            assertThat(nobody).isNull()
            assertThat(players.count(NICKNAME.isPresent)).isEqualTo(1)
            assertThat(players.count(LEVEL.`is`(1))).isZero()
        }
    }

    @Test
    fun `absent members take their default and null stays null`() {
        Storage.open("memory:", OPTIONS, PLAYERS).use { storage ->
            val players = storage.collection(PLAYERS)
            players.put("a", Player("A#1", 7, null))
            assertThat(players.get("a").orElseThrow().value()).isEqualTo(Player("A#1", 7, null))
            val level: Int = storage.transact<Int, RuntimeException> { open ->
                open.collection(PLAYERS).get("a").orElseThrow().value().level
            }
            assertThat(level).isEqualTo(7)
        }
    }

    @Test
    fun `without the Kotlin module the storage is not opened, and says what is missing`() {
        val refused = catchThrowableOfType(MappingException::class.java) { Storage.open("memory:", PLAYERS) }
        assertThat(refused.reason()).isEqualTo(MappingException.Reason.NO_CREATOR)
        assertThat(refused).hasMessageContaining("jackson-module-kotlin")
    }
}
