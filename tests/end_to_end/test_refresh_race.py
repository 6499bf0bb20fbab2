# SPDX-License-Identifier: GPL-3.0-or-later
"""50 refreshes of one token at once: one live family, and a client that is still signed in."""
import sqlite3
import threading

from support import TestCase, main

ROUNDS = 10
AT_ONCE = 50


class RefreshRace(TestCase):
    def refresh_at_once(self, server, token):
        barrier = threading.Barrier(AT_ONCE)
        answers = []

        def one():
            barrier.wait(60)
            answers.append(server.refresh(token))

        threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        self.assertEqual(len(answers), AT_ONCE)
        return answers

    def families(self):
        connection = sqlite3.connect(f"file:{self.data}/dropseal.db?mode=ro", uri=True)
        try:
            return [revoked for (revoked,) in connection.execute("SELECT revoked FROM refresh_tokens")]
        finally:
            connection.close()

    def test_grace_gives_all_the_same_successor(self):
        server = self.serve()
        pair = server.sign_in()
        for _ in range(ROUNDS):
            answers = self.refresh_at_once(server, pair["refresh_token"])
            self.assertEqual({status for status, _ in answers}, {200})
            self.assertEqual(len({answer["refresh_token"] for _, answer in answers}), 1)
            self.assertEqual(self.families(), [0])
            for _, answer in answers[:3] + answers[-3:]:
                status, _ = server.json("GET", "/auth/me", token=answer["access_token"])
                self.assertEqual(status, 200)
            pair = answers[0][1]
        self.stop(server)

    def test_one_time_use_to_the_letter(self):
        server = self.serve(REFRESH_GRACE_SECONDS="0")
        pair = server.sign_in()
        answers = self.refresh_at_once(server, pair["refresh_token"])
        good = [answer for status, answer in answers if status == 200]
        self.assertEqual(len(good), 1)
        codes = {answer["code"] for status, answer in answers if status != 200}
        self.assertLessEqual(codes, {"refresh_reused", "session_revoked"})
        self.assertIn("refresh_reused", codes)
        self.assertEqual(self.families(), [1])  # reuse ends the whole family, the winner's tokens too
        self.assertEqual(server.json("GET", "/auth/me", token=good[0]["access_token"])[0], 401)
        self.stop(server)

    def test_old_token_after_the_successor_was_used(self):
        server = self.serve(REFRESH_GRACE_SECONDS="1")
        pair = server.sign_in()
        _, second = server.refresh(pair["refresh_token"])
        self.assertEqual(server.json("GET", "/auth/me", token=second["access_token"])[0], 200)
        threading.Event().wait(2.5)
        status, answer = server.refresh(pair["refresh_token"])
        self.assertEqual((status, answer["code"]), (401, "refresh_reused"))
        self.assertEqual(answer["reason"], "reused")
        status, answer = server.json("GET", "/auth/me", token=second["access_token"])
        self.assertEqual((status, answer["code"]), (401, "session_revoked"))
        self.stop(server)


if __name__ == "__main__":
    main()
