/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base.h"
#include "base/crypto.h"

int main(void)
{
    return crypto_start() ? 0 : 1;
}
