// SPDX-FileCopyrightText: 2026 The storageport authors
// SPDX-License-Identifier: Apache-2.0
package dev.storageport.port;

/**
 * Room on the stack, asked for before something is taken that must be given back: a thread that is about to overflow its stack does so
 * here, with nothing in its hands, and not while it gives back a lane, a permit, a lock or a connection.
 *
 * <p>Java cannot ask how much room is left, so the question is to use it: some calls deep, of a method whose frame is large because it has
 * many variables. They are written and read only while the method is young, so that the compilers see them used and keep room for them;
 * afterwards a call costs little more than the calls themselves, far below a microsecond. For any number of threads; allocates nothing.
 */
public final class Headroom {

    /** Calls of about 1.3 kibibytes each. */
    private static final int CALLS = 18;

    /** How often the variables are used: as long as compilers look at what is used. */
    private static final int YOUNG = 5_000;

    private static final int VARIABLES = 160;

    private static final long[] WORDS = new long[VARIABLES];

    /** Counted without care: a lost step costs nothing, and what no longer changes is shared by all processors. */
    private static int young;

    private Headroom() {}

    /**
     * Makes sure that this thread can call some 24 KiB deeper, several times what giving back takes.
     *
     * @throws StackOverflowError if it cannot
     */
    public static void require() {
        boolean use = young < YOUNG;
        if (use) {
            young++;
        }
        if (frame(CALLS, WORDS, use) == Long.MIN_VALUE) {
            throw new IllegalStateException("the variables are all zero, and so is what is made of them");
        }
    }

    /** Calls itself so often; each frame has room for all of its variables, whether they are used or not. */
    private static long frame(int calls, long[] words, boolean use) {
        if (calls == 0) {
            return 0;
        }
        if (!use) {
            return frame(calls - 1, words, false);
        }
        long v0 = words[0];
        long v1 = words[1];
        long v2 = words[2];
        long v3 = words[3];
        long v4 = words[4];
        long v5 = words[5];
        long v6 = words[6];
        long v7 = words[7];
        long v8 = words[8];
        long v9 = words[9];
        long v10 = words[10];
        long v11 = words[11];
        long v12 = words[12];
        long v13 = words[13];
        long v14 = words[14];
        long v15 = words[15];
        long v16 = words[16];
        long v17 = words[17];
        long v18 = words[18];
        long v19 = words[19];
        long v20 = words[20];
        long v21 = words[21];
        long v22 = words[22];
        long v23 = words[23];
        long v24 = words[24];
        long v25 = words[25];
        long v26 = words[26];
        long v27 = words[27];
        long v28 = words[28];
        long v29 = words[29];
        long v30 = words[30];
        long v31 = words[31];
        long v32 = words[32];
        long v33 = words[33];
        long v34 = words[34];
        long v35 = words[35];
        long v36 = words[36];
        long v37 = words[37];
        long v38 = words[38];
        long v39 = words[39];
        long v40 = words[40];
        long v41 = words[41];
        long v42 = words[42];
        long v43 = words[43];
        long v44 = words[44];
        long v45 = words[45];
        long v46 = words[46];
        long v47 = words[47];
        long v48 = words[48];
        long v49 = words[49];
        long v50 = words[50];
        long v51 = words[51];
        long v52 = words[52];
        long v53 = words[53];
        long v54 = words[54];
        long v55 = words[55];
        long v56 = words[56];
        long v57 = words[57];
        long v58 = words[58];
        long v59 = words[59];
        long v60 = words[60];
        long v61 = words[61];
        long v62 = words[62];
        long v63 = words[63];
        long v64 = words[64];
        long v65 = words[65];
        long v66 = words[66];
        long v67 = words[67];
        long v68 = words[68];
        long v69 = words[69];
        long v70 = words[70];
        long v71 = words[71];
        long v72 = words[72];
        long v73 = words[73];
        long v74 = words[74];
        long v75 = words[75];
        long v76 = words[76];
        long v77 = words[77];
        long v78 = words[78];
        long v79 = words[79];
        long v80 = words[80];
        long v81 = words[81];
        long v82 = words[82];
        long v83 = words[83];
        long v84 = words[84];
        long v85 = words[85];
        long v86 = words[86];
        long v87 = words[87];
        long v88 = words[88];
        long v89 = words[89];
        long v90 = words[90];
        long v91 = words[91];
        long v92 = words[92];
        long v93 = words[93];
        long v94 = words[94];
        long v95 = words[95];
        long v96 = words[96];
        long v97 = words[97];
        long v98 = words[98];
        long v99 = words[99];
        long v100 = words[100];
        long v101 = words[101];
        long v102 = words[102];
        long v103 = words[103];
        long v104 = words[104];
        long v105 = words[105];
        long v106 = words[106];
        long v107 = words[107];
        long v108 = words[108];
        long v109 = words[109];
        long v110 = words[110];
        long v111 = words[111];
        long v112 = words[112];
        long v113 = words[113];
        long v114 = words[114];
        long v115 = words[115];
        long v116 = words[116];
        long v117 = words[117];
        long v118 = words[118];
        long v119 = words[119];
        long v120 = words[120];
        long v121 = words[121];
        long v122 = words[122];
        long v123 = words[123];
        long v124 = words[124];
        long v125 = words[125];
        long v126 = words[126];
        long v127 = words[127];
        long v128 = words[128];
        long v129 = words[129];
        long v130 = words[130];
        long v131 = words[131];
        long v132 = words[132];
        long v133 = words[133];
        long v134 = words[134];
        long v135 = words[135];
        long v136 = words[136];
        long v137 = words[137];
        long v138 = words[138];
        long v139 = words[139];
        long v140 = words[140];
        long v141 = words[141];
        long v142 = words[142];
        long v143 = words[143];
        long v144 = words[144];
        long v145 = words[145];
        long v146 = words[146];
        long v147 = words[147];
        long v148 = words[148];
        long v149 = words[149];
        long v150 = words[150];
        long v151 = words[151];
        long v152 = words[152];
        long v153 = words[153];
        long v154 = words[154];
        long v155 = words[155];
        long v156 = words[156];
        long v157 = words[157];
        long v158 = words[158];
        long v159 = words[159];
        long sum = frame(calls - 1, words, true);
        // In turn, and each with what the call returned: so all of them outlive the call.
        sum = (sum ^ v0) * 31;
        sum = (sum ^ v1) * 31;
        sum = (sum ^ v2) * 31;
        sum = (sum ^ v3) * 31;
        sum = (sum ^ v4) * 31;
        sum = (sum ^ v5) * 31;
        sum = (sum ^ v6) * 31;
        sum = (sum ^ v7) * 31;
        sum = (sum ^ v8) * 31;
        sum = (sum ^ v9) * 31;
        sum = (sum ^ v10) * 31;
        sum = (sum ^ v11) * 31;
        sum = (sum ^ v12) * 31;
        sum = (sum ^ v13) * 31;
        sum = (sum ^ v14) * 31;
        sum = (sum ^ v15) * 31;
        sum = (sum ^ v16) * 31;
        sum = (sum ^ v17) * 31;
        sum = (sum ^ v18) * 31;
        sum = (sum ^ v19) * 31;
        sum = (sum ^ v20) * 31;
        sum = (sum ^ v21) * 31;
        sum = (sum ^ v22) * 31;
        sum = (sum ^ v23) * 31;
        sum = (sum ^ v24) * 31;
        sum = (sum ^ v25) * 31;
        sum = (sum ^ v26) * 31;
        sum = (sum ^ v27) * 31;
        sum = (sum ^ v28) * 31;
        sum = (sum ^ v29) * 31;
        sum = (sum ^ v30) * 31;
        sum = (sum ^ v31) * 31;
        sum = (sum ^ v32) * 31;
        sum = (sum ^ v33) * 31;
        sum = (sum ^ v34) * 31;
        sum = (sum ^ v35) * 31;
        sum = (sum ^ v36) * 31;
        sum = (sum ^ v37) * 31;
        sum = (sum ^ v38) * 31;
        sum = (sum ^ v39) * 31;
        sum = (sum ^ v40) * 31;
        sum = (sum ^ v41) * 31;
        sum = (sum ^ v42) * 31;
        sum = (sum ^ v43) * 31;
        sum = (sum ^ v44) * 31;
        sum = (sum ^ v45) * 31;
        sum = (sum ^ v46) * 31;
        sum = (sum ^ v47) * 31;
        sum = (sum ^ v48) * 31;
        sum = (sum ^ v49) * 31;
        sum = (sum ^ v50) * 31;
        sum = (sum ^ v51) * 31;
        sum = (sum ^ v52) * 31;
        sum = (sum ^ v53) * 31;
        sum = (sum ^ v54) * 31;
        sum = (sum ^ v55) * 31;
        sum = (sum ^ v56) * 31;
        sum = (sum ^ v57) * 31;
        sum = (sum ^ v58) * 31;
        sum = (sum ^ v59) * 31;
        sum = (sum ^ v60) * 31;
        sum = (sum ^ v61) * 31;
        sum = (sum ^ v62) * 31;
        sum = (sum ^ v63) * 31;
        sum = (sum ^ v64) * 31;
        sum = (sum ^ v65) * 31;
        sum = (sum ^ v66) * 31;
        sum = (sum ^ v67) * 31;
        sum = (sum ^ v68) * 31;
        sum = (sum ^ v69) * 31;
        sum = (sum ^ v70) * 31;
        sum = (sum ^ v71) * 31;
        sum = (sum ^ v72) * 31;
        sum = (sum ^ v73) * 31;
        sum = (sum ^ v74) * 31;
        sum = (sum ^ v75) * 31;
        sum = (sum ^ v76) * 31;
        sum = (sum ^ v77) * 31;
        sum = (sum ^ v78) * 31;
        sum = (sum ^ v79) * 31;
        sum = (sum ^ v80) * 31;
        sum = (sum ^ v81) * 31;
        sum = (sum ^ v82) * 31;
        sum = (sum ^ v83) * 31;
        sum = (sum ^ v84) * 31;
        sum = (sum ^ v85) * 31;
        sum = (sum ^ v86) * 31;
        sum = (sum ^ v87) * 31;
        sum = (sum ^ v88) * 31;
        sum = (sum ^ v89) * 31;
        sum = (sum ^ v90) * 31;
        sum = (sum ^ v91) * 31;
        sum = (sum ^ v92) * 31;
        sum = (sum ^ v93) * 31;
        sum = (sum ^ v94) * 31;
        sum = (sum ^ v95) * 31;
        sum = (sum ^ v96) * 31;
        sum = (sum ^ v97) * 31;
        sum = (sum ^ v98) * 31;
        sum = (sum ^ v99) * 31;
        sum = (sum ^ v100) * 31;
        sum = (sum ^ v101) * 31;
        sum = (sum ^ v102) * 31;
        sum = (sum ^ v103) * 31;
        sum = (sum ^ v104) * 31;
        sum = (sum ^ v105) * 31;
        sum = (sum ^ v106) * 31;
        sum = (sum ^ v107) * 31;
        sum = (sum ^ v108) * 31;
        sum = (sum ^ v109) * 31;
        sum = (sum ^ v110) * 31;
        sum = (sum ^ v111) * 31;
        sum = (sum ^ v112) * 31;
        sum = (sum ^ v113) * 31;
        sum = (sum ^ v114) * 31;
        sum = (sum ^ v115) * 31;
        sum = (sum ^ v116) * 31;
        sum = (sum ^ v117) * 31;
        sum = (sum ^ v118) * 31;
        sum = (sum ^ v119) * 31;
        sum = (sum ^ v120) * 31;
        sum = (sum ^ v121) * 31;
        sum = (sum ^ v122) * 31;
        sum = (sum ^ v123) * 31;
        sum = (sum ^ v124) * 31;
        sum = (sum ^ v125) * 31;
        sum = (sum ^ v126) * 31;
        sum = (sum ^ v127) * 31;
        sum = (sum ^ v128) * 31;
        sum = (sum ^ v129) * 31;
        sum = (sum ^ v130) * 31;
        sum = (sum ^ v131) * 31;
        sum = (sum ^ v132) * 31;
        sum = (sum ^ v133) * 31;
        sum = (sum ^ v134) * 31;
        sum = (sum ^ v135) * 31;
        sum = (sum ^ v136) * 31;
        sum = (sum ^ v137) * 31;
        sum = (sum ^ v138) * 31;
        sum = (sum ^ v139) * 31;
        sum = (sum ^ v140) * 31;
        sum = (sum ^ v141) * 31;
        sum = (sum ^ v142) * 31;
        sum = (sum ^ v143) * 31;
        sum = (sum ^ v144) * 31;
        sum = (sum ^ v145) * 31;
        sum = (sum ^ v146) * 31;
        sum = (sum ^ v147) * 31;
        sum = (sum ^ v148) * 31;
        sum = (sum ^ v149) * 31;
        sum = (sum ^ v150) * 31;
        sum = (sum ^ v151) * 31;
        sum = (sum ^ v152) * 31;
        sum = (sum ^ v153) * 31;
        sum = (sum ^ v154) * 31;
        sum = (sum ^ v155) * 31;
        sum = (sum ^ v156) * 31;
        sum = (sum ^ v157) * 31;
        sum = (sum ^ v158) * 31;
        sum = (sum ^ v159) * 31;
        return sum;
    }
}
