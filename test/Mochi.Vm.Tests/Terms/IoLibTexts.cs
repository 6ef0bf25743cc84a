using System.Buffers.Binary;
using System.Text;
using FluentAssertions;
using Mochi.BeamAsm.Text;
using Mochi.BeamFile.Terms;
using Mochi.Vm.Tests.Otp;

namespace Mochi.Vm.Tests.Terms;

/// <summary>Asks one Erlang process for the texts of many terms.</summary>
internal static class IoLibTexts
{
    // What comes back is a stream of sized pieces: each term as the machine itself encodes it, and its texts.
    private const string Program =
        """
        [Mode, In, Out | Formats] = init:get_plain_arguments(),
        {ok, Bytes} = file:read_file(In),
        {ok, Fd} = file:open(Out, [write, raw, binary, {delayed_write, 1048576, 2000}]),
        Sized = fun(B) -> [<<(byte_size(B)):32>>, B] end,
        Text = fun(F, T) -> unicode:characters_to_binary(io_lib:format(F, [T])) end,
        Put = fun(T) -> ok = file:write(Fd, [Sized(term_to_binary(T)) | [Sized(Text(F, T)) || F <- Formats]]) end,
        Table = fun(<<_:32, P/binary>>) -> [Put(binary_to_term(B)) || <<S:32, B:S/binary>> <= P] end,
        File = fun(F) ->
            {ok, {_, [{_, L}]}} = beam_lib:chunks(F, ["LitT"], [allow_missing_chunks]),
            case L of
                missing_chunk -> ok;
                <<0:32, P/binary>> -> Table(P);
                <<_:32, Z/binary>> -> Table(zlib:uncompress(Z))
            end
        end,
        case Mode of
            "files" -> [File(F) || F <- string:lexemes(unicode:characters_to_list(Bytes), "\n")];
            "terms" -> [Put(T) || T <- binary_to_term(Bytes)]
        end,
        ok = file:close(Fd), halt().
        """;

    /// <summary>The literals of .beam files with their texts.</summary>
    public static IEnumerable<(Term Term, string[] Texts)> OfLiterals(
        AssemblyDialect dialect, IEnumerable<string> files, string[] formats, params string[] flags) =>
        Ask(dialect, "files", Encoding.UTF8.GetBytes(string.Join('\n', files)), formats, flags);

    /// <summary>Terms with their texts; maps come back with the machine's own order of keys.</summary>
    public static IEnumerable<(Term Term, string[] Texts)> OfTerms(
        AssemblyDialect dialect, IEnumerable<Term> terms, string[] formats, params string[] flags) =>
        Ask(dialect, "terms", ExternalTermFormat.Encode(Term.List(terms)), formats, flags);

    private static IEnumerable<(Term Term, string[] Texts)> Ask(
        AssemblyDialect dialect, string mode, byte[] input, string[] formats, string[] flags)
    {
        var folder = Directory.CreateTempSubdirectory("mochi-terms-");
        try
        {
            var (question, answer) = (Path.Combine(folder.FullName, "in"), Path.Combine(folder.FullName, "out"));
            File.WriteAllBytes(question, input);
            var (status, _, errors) = ErlangProcess.Run(
                dialect, [.. flags, "-eval", Program, "-extra", mode, question, answer, .. formats], seconds: 1200);
            status.Should().Be(0, errors);
            using var stream = File.OpenRead(answer);
            while (Piece(stream) is { } encoded)
            {
                yield return (
                    InOrderOfListing(ExternalTermFormat.Decode(encoded)),
                    [.. formats.Select(_ => Encoding.UTF8.GetString(Piece(stream)!))]);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Large maps are encoded in the reverse of the order in which the machine lists their pairs.</summary>
    private static Term InOrderOfListing(Term term)
    {
        switch (term)
        {
            case MapTerm map:
                var pairs = map.Pairs.Select(pair => (InOrderOfListing(pair.Key), InOrderOfListing(pair.Value)));
                return Term.Map([.. map.Pairs.Length > 32 ? pairs.Reverse() : pairs]);
            case TupleTerm tuple:
                return Term.Tuple(tuple.Elements.Select(InOrderOfListing));
            case ListTerm list:
                return Term.ImproperList(list.Elements.Select(InOrderOfListing), InOrderOfListing(list.Tail));
            default:
                return term;
        }
    }

    private static byte[]? Piece(Stream stream)
    {
        var size = new byte[4];
        if (stream.ReadAtLeast(size, 4, throwOnEndOfStream: false) < 4)
        {
            return null;
        }

        var piece = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
        stream.ReadExactly(piece);
        return piece;
    }
}
