using System.Collections.Immutable;
using Mochi.BeamFile.Container;
using Mochi.BeamFile.Diagnostics;
using Mochi.BeamFile.Terms;

namespace Mochi.BeamFile.Metadata;

/// <summary>
/// The chunk <c>Abst</c>, in which compilers before OTP 20 kept abstract code: <c>{raw_abstract_v1, Forms}</c> or an older
/// tag; no bytes at all for no abstract code; or a term encrypted as in <c>Dbgi</c>.
/// </summary>
public sealed record AbstractCode : MetadataChunk
{
    /// <summary>The tag of the newest form.</summary>
    public const string RawForm = "raw_abstract_v1";

    private AbstractCode(string? form, Term? code, string? cipher, ImmutableArray<byte> encrypted)
    {
        Form = form;
        Code = code;
        Cipher = cipher;
        Encrypted = encrypted;
    }

    /// <summary>Makes abstract code.</summary>
    /// <param name="code">The list of forms.</param>
    /// <param name="form">The tag, such as <see cref="RawForm"/>, <c>abstract_v2</c> or <c>abstract_v1</c>.</param>
    public AbstractCode(Term code, string form = RawForm)
        : this(form, code, null, default)
    {
    }

    /// <summary>A chunk without bytes: the module was compiled without abstract code.</summary>
    public static AbstractCode Empty { get; } = new(null, null, null, default);

    /// <summary>The tag; <see langword="null"/> when there is no code to read.</summary>
    public string? Form { get; }

    /// <summary>The list of forms; <see langword="null"/> when there is none to read.</summary>
    public Term? Code { get; }

    /// <summary>The name of the cipher when the code is encrypted, else <see langword="null"/>.</summary>
    public string? Cipher { get; }

    /// <summary>What the cipher made of the code; the default value when it is not encrypted.</summary>
    public ImmutableArray<byte> Encrypted { get; }

    /// <inheritdoc/>
    public override string ChunkId => Container.ChunkId.AbstractCode;

    /// <summary>Decodes the chunk.</summary>
    /// <param name="data">Its data.</param>
    /// <param name="limits">What is allowed; <see langword="null"/> for the default.</param>
    /// <exception cref="DiagnosticException">The chunk is damaged or has another form than this.</exception>
    public static AbstractCode Read(ReadOnlyMemory<byte> data, ReadLimits? limits = null)
    {
        if (data.IsEmpty)
        {
            return Empty;
        }

        if (ReadEncrypted(data, Container.ChunkId.AbstractCode) is var (cipher, content))
        {
            return new AbstractCode(null, null, cipher, content);
        }

        var stored = StoredTerm.Read(data, Container.ChunkId.AbstractCode, limits);
        return stored.Term is TupleTerm { Arity: 2 } pair && pair[0] is AtomTerm form
            ? new AbstractCode(pair[1], form.Name) { IsCompressed = stored.IsCompressed }
            : throw Unexpected(Container.ChunkId.AbstractCode, "abstract code is a pair of a tag and a list of forms");
    }

    /// <inheritdoc/>
    public override byte[] Encode() => this switch
    {
        { Cipher: { } cipher } => WriteEncrypted(cipher, Encrypted),
        { Code: null } => [],
        _ => base.Encode(),
    };

    internal override byte[] EncodeCanonically() => Code is null ? Encode() : base.EncodeCanonically();

    /// <summary>Compares tags, terms and encrypted bytes.</summary>
    public bool Equals(AbstractCode? other) => other is not null && IsCompressed == other.IsCompressed
        && Form == other.Form && Code == other.Code && Cipher == other.Cipher
        && Encrypted.AsSpan().SequenceEqual(other.Encrypted.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => TermHash.Add(Code?.GetHashCode() ?? 0, Form ?? Cipher ?? string.Empty);

    private protected override Term ToTerm() => Term.Tuple(Term.Atom(Form!), Code!);
}
