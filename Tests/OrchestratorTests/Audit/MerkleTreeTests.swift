import Crypto
import Orchestrator
import Testing

/// Inputs and hashes of Certificate Transparency's reference tests (google/certificate-transparency,
/// cpp/merkletree/merkle_tree_test.cc), the tree of RFC 6962.
@Suite("Merkle tree") struct MerkleTreeTests {
    static let tree = MerkleTree { Array(SHA256.hash(data: $0)) }
    static let inputs: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ]
    static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    private static func leaves(_ count: Int) -> [AuditDigest] { inputs.prefix(count).map { tree.leaf($0) } }

    @Test func ofNothingTheHashOfNothing() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(Self.tree.root([]).description == empty)
    }

    @Test(arguments: 1...8) func rootsAreThoseOfTheReference(_ count: Int) {
        #expect(Self.tree.root(Self.leaves(count)).description == Self.roots[count - 1])
    }

    /// Leaf (from 1), size, and the path.
    static let paths: [(leaf: Int, count: Int, path: [String])] = [
        (1, 1, []),
        (
            1, 8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        ),
        (
            6, 8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        ),
        (3, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (
            2, 5,
            [
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        ),
    ]

    @Test(arguments: paths) func pathsAreThoseOfTheReference(_ leaf: Int, _ count: Int, _ path: [String]) {
        let found = Self.tree.path(to: leaf - 1, Self.leaves(count))
        #expect(found.map(\.description) == path)
    }

    /// Whether the RFC's own recursion gives the same, and every path leads to the root and to nothing else.
    @Test(arguments: 1...70) func pathsLeadToTheRoot(_ count: Int) {
        let tree = Self.tree
        let leaves = (0..<count).map { tree.leaf([UInt8($0)]) }
        let root = tree.root(leaves)
        #expect(root == recursive(leaves[...]))
        for index in 0..<count {
            let path = tree.path(to: index, leaves)
            #expect(tree.root(leaves[index], at: index, of: count, path: path) == root)
            for other in 0..<count where other != index {
                #expect(tree.root(leaves[index], at: other, of: count, path: path) != root)
            }
            #expect(tree.root(leaves[index], at: index, of: count, path: path + [root]) != root)
            if !path.isEmpty {
                #expect(tree.root(leaves[index], at: index, of: count, path: Array(path.dropLast())) != root)
            }
        }
        #expect(tree.root(leaves[0], at: count, of: count, path: []) == nil)
        #expect(tree.root(leaves[0], at: -1, of: count, path: []) == nil)
    }

    /// RFC 6962, 2.1, word by word.
    private func recursive(_ leaves: ArraySlice<AuditDigest>) -> AuditDigest {
        guard leaves.count > 1 else { return leaves.first ?? Self.tree.root([]) }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        let (left, right) = (recursive(leaves[..<middle]), recursive(leaves[middle...]))
        return AuditDigest(Self.tree.sha256([1] + left.bytes + right.bytes))
    }
}
