/** A program that is shipped in each form in which Java programs are. */
@NullMarked
package dev.storageport.packaging;

import org.jspecify.annotations.NullMarked;
