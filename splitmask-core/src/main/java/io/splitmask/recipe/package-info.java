/**
 * Hyper-parameters as records, with the values of the paper as named constants. No behaviour: training reads them. Start
 * with {@link io.splitmask.recipe.PretrainRecipe}.
 */
@NullMarked
package io.splitmask.recipe;

import org.jspecify.annotations.NullMarked;
